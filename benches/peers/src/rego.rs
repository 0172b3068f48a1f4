//! regorus: the requirements as a policy in Rego, `rules.rego`, compiled for its virtual machine.

use std::sync::Arc;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::program::Program;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

use crate::ours::write_line;
use crate::stream::lines;

/// The policy, compiled.
pub struct Rego {
    program: Arc<Program>,
    data: Value,
}

impl Rego {
    /// Compiles the policy; the categories are its data.
    pub fn new(listed: &[String]) -> Rego {
        let listed: serde_json::Map<_, _> = listed.iter().map(|path| (path.clone(), true.into())).collect();
        let data = serde_json::json!({ "listed": listed }).to_string();
        let data = Value::from_json_str(&data).expect("data");
        let mut engine = Engine::new();
        engine.add_policy("rules.rego".to_owned(), include_str!("../rules.rego").to_owned()).expect("a policy");
        engine.add_data(data.clone()).expect("data");
        let policy = engine.compile_with_entrypoint(&"data.live.answer".into()).expect("a policy");
        let program = Compiler::compile_from_policy(&policy, &["data.live.answer"]).expect("a program");
        Rego { program, data }
    }

    /// A worker.
    pub fn worker(&self) -> impl FnMut(&[u8]) -> Vec<u8> {
        let mut machine = RegoVM::new();
        machine.load_program(Arc::clone(&self.program));
        machine.set_data(self.data.clone()).expect("data");
        move |block| {
            let mut out = Vec::new();
            for line in lines(block) {
                let record = Value::from_json_str(std::str::from_utf8(line).expect("UTF-8")).expect("a record");
                machine.set_input(record.clone());
                let found = machine.execute().expect("an answer");
                let truths = found.as_array().expect("a list").iter().map(|truth| truth.as_bool().ok().copied());
                write_line(&mut out, record["applicant"].as_string().expect("an applicant"), truths);
            }
            out
        }
    }
}
