# kaibo 说的中文。每条消息在每种语言的文件里都有，空格处的名字也一样；有测试看着。

### 标点
sentence-gap = { "" }
list-gap = 、

### 文件的问题
level-error = 错误
level-warning = 提醒
level-help = 提示
label-first-here = 第一次在这里
label-this-group = 就是这一组
label-the-other-edition = 另一版
did-you-mean = 是不是想写 `{ $name }`？
known-names = 可用的有：{ $names }

syntax-toml = 不是合法的 TOML：{ $reason }
syntax-json = 不是合法的 JSON：{ $reason }
syntax-too-deep = 列表和对象套得太深
duplicate-key = `{ $key }` 写了两次
unknown-key = 这里没有叫 `{ $key }` 的项
missing-key = 缺少 `{ $key }`
wrong-type = 这里要写{ $expected }，写的却是{ $found }
empty-text = `{ $key }` 是空的
named-twice = `{ $name }` 提到了两次

type-null = 空值
type-flag = true 或 false
type-number = 数字
type-money = 金额
type-text = 文字
type-choice = 选项之一（文字）
type-date = 日期
type-moment = 带时区偏移的时刻
type-region = 国家或地区
type-path = 类目路径
type-list = 列表
type-table = 表
type-rows = 若干行的列表
type-period = 一段时间

cannot-read = 读不了 { $name }：{ $reason }
cannot-write = 写不了 { $name }：{ $reason }
not-utf8 = { $name } 不是 UTF-8 文本，问题在第 { $line } 行；如果存成了 GBK，请另存为 UTF-8
file-too-big = { $name } 超过 4 GiB
own-fault = kaibo 自己出了错：{ $reason }

bad-number = `{ $value }` 不是数字
number-spelling = 只写数字，可以有小数点：12、6800.01
negative-number = `{ $value }` 是负数，这里数的东西不会是负的
fraction-of-a-whole = `{ $value }` 带小数，这里只数整数
too-many-decimals = `{ $value }` 的小数超过 { $count } 位
number-too-big = `{ $value }` 太大了
bad-date = `{ $value }` 不是日历上有的日期
date-spelling = 写成 2026-11-22，或带时区偏移的时刻 2026-11-22T10:00:00+08:00
bad-moment = `{ $value }` 不是带时区偏移的时刻
moment-spelling = 写成 2026-11-22T10:00:00+08:00
bad-period = `{ $text }` 不是一段时间
period-spelling = 写整数加 days、weeks、months 或 years（论钟点时用 hours、minutes）：`90 days`、`1 year`
bad-takes = `{ $text }` 没有说清要多久
takes-spelling = `7 days`、`3..30 days` 或 `unknown`
bad-cost = `{ $text }` 不是带货币的金额
cost-spelling = `300 CNY`、`0.01 CNY`
bad-region = `{ $value }` 不是国家或地区
region-spelling = 写 ISO 3166-1 的两个大写字母：CN、HK、SG
empty-level = `{ $value }` 里有一级没有名字
unknown-option = `{ $value }` 不在选项之内
bad-as-of = `--as-of { $value }`：请写日期 2026-11-22，或带时区偏移的时刻

### 规则的问题
no-program-file = 缺少 { $name }
no-editions = 这个项目没有任何一版规则
unknown-program = 没有叫 `{ $name }` 的项目
id-and-folder = 项目自称 `{ $id }`，文件夹却叫 `{ $folder }`
edition-and-file = 这一版自称 `{ $id }`，文件却叫 `{ $file }`
bad-name = `{ $name }` 不能当名字：只用字母、数字、`_` 和 `-`，且不能重名
unknown-zone = `{ $name }` 不是 IANA 时区表里的时区
unknown-kind = 没有 `{ $value }` 这种值
unknown-currency = `{ $value }` 不是 ISO 4217 货币代码
unknown-actor = `{ $value }` 不是能办事的人
too-few-options = 选择题至少要有两个选项
no-columns = 行至少要有一列
bad-decimals = 小数位数是 0 到 6 的整数
bad-effort = effort 是 1 到 5 的整数
unknown-edition = 没有叫 `{ $name }` 的一版
like-in-circles = `{ $name }` 绕一圈又以自己为底本
supersedes-in-circles = `{ $name }` 绕一圈取代了自己
two-editions = { $day } 这天 `{ $first }` 和 `{ $second }` 同时有效，谁也不取代谁
until-before-from = 结束早于开始
no-root = 这一版没有根要求 `eligible`
test-or-group = `{ $name }` 既不是检验也不是一组，或者两样都是
test-or-group-help = 检验要写 `of`，一组要写 `all`、`any`、`none` 之一
readings-of-a-group = 只有检验才能有几种读法
reading-like-the-test = 这种读法没说哪里不同
unknown-requirement = 没有叫 `{ $name }` 的要求
unknown-after = 没有叫 `{ $name }` 的步骤或要求
unknown-step = 没有叫 `{ $name }` 的步骤
step-and-requirement = `{ $name }` 同时也是步骤的名字
step-wants-requirement = 步骤 `{ $step }` 要用 `{ $name }`，这一版里没有
unreached-requirement = 没有谁用到 `{ $name }`：根和步骤都不要它
unread-fact = 没有哪条要求用到事实 `{ $name }`
cycle = 它们互相等待：{ $names }
conditional-not-under-all = `{ $name }` 可能不适用，所以只能放在 `all` 之下；`{ $group }` 是另一种组
bad-at-least = at_least 是 1 到 { $count } 的整数
at-least-without-any = at_least 只能跟 `any` 用
empty-list = 这个列表是空的
empty-where = 这个 `where` 什么也没要求
unknown-fact = 没有叫 `{ $name }` 的事实
unknown-column = 没有叫 `{ $name }` 的列
unknown-list = 没有叫 `{ $name }` 的名单
list-of-paths = 名单 `{ $name }` 里是路径，跟它比较的却是别的东西
alias-of-nothing = `{ $name }` 不在名单里，别名无从代表
alias-of-itself = `{ $name }` 自己就在名单里，不用别名
in-or-not-in = 名单要用 `in` 或 `not_in` 之一来指
no-order = `{ $sign }` 要比大小，这种值没有大小
nothing-can-meet = 这个条件永远满足不了
nothing-can-fail = 这个条件永远不会不满足
several-measures = 一个检验只有一个量，这里有 { $names }
measure-does-not-fit = `{ $measure }` 用不上：这里是{ $kind }
rows-without-measure = 检验若干行要有一个量
measures = count、streak、sum、mean、min、max、latest 之一
not-rows = `{ $name }` 只有一个值，没有行：where、时间窗和延迟都用不上
bad-count = 这里不能数 `{ $value }`
bad-length-unit = 长度的单位是 `characters` 或 `units`
bad-ending = `{ $text }` 没有说清时间窗到哪天为止
ending-spelling = `1 day ago`
clock-period = `{ $key }` 按日历算：days、weeks、months 或 years
rows-without-date = 这些行没有日期可依
several-dates = 这些行有几个日期（{ $names }），请用 `dated` 指明按哪个算
not-a-date = `{ $name }` 不是日期
after-itself = 一个日期到它自己没有时间可算
daily-without-window = 每日数据的 { $measure } 是对时间窗内每一天算的，所以要写 `within`
window-without-days = 没有一天落在这个时间窗里
bad-adds = 补救只能增加 "row"
adds-and-raises = 补救要么增加行，要么抬高一个量
remedy-does-not-fit = `{ $key }` 跟这个检验对不上

### 事实文件的问题
missing-program = 文件没有说明是给哪个项目的
other-program = 这个文件是给 `{ $name }` 的，不是给 `{ $program }` 的
other-applicant = 采集到的是 `{ $name }` 的，事实文件却是 `{ $applicant }` 的
duplicate-row = 有两行的键都是 `{ $key }`
partial-and-at-most = 行要么是 `partial`（这些，也许更多），要么是 `at_most`（最多这些）
override-without-note = 要推翻采集到的结果，必须在 `note` 里说明原因
annotate-without-key = `{ $name }` 的行没有键，无法标注
annotate-the-key = `{ $name }` 是键的一部分，不能补写
annotation-of-nothing = `{ $fact }` 里没有键为 `{ $name }` 的行，这条标注没有用上
waiver-under-none = `{ $name }` 在 `none` 之下，豁免在那里会适得其反
before-the-first-edition = { $day } 时还没有任何一版规则；最早一版始于 { $begins }
no-edition-on = { $day } 没有生效的规则
which-program = 有几个项目，请用 --program 指明：{ $names }
facts-sound = 没有发现错误；{ $all } 项事实中已知 { $known } 项
facts-new = { $program }的事实。知道的，去掉行首的 #；不知道的，留着。

### 例子的问题
expects-nothing = 这个例子没有写期望什么
example-too-early = { $name }：那天还没有任何一版规则
example-failed = { $name }：{ $of } 应为 `{ $expected }`，实为 `{ $found }`

### 状态和结论
status-met = 满足
status-unmet = 不满足
status-pending = 待生效
status-unknown = 未知
status-not-applicable = 不适用
verdict-eligible = 满足公布的要求
verdict-not-eligible = 不满足公布的要求
verdict-pending = 只等时间到，就满足公布的要求
verdict-unknown = 还说不准：缺少事实
dates-until = ，到 { $until } 为止
dates-from = ，{ $from } 起
dates-from-until = ，{ $from } 起，到 { $until } 为止
truth-true = 真
truth-false = 假
truth-unknown = 未知
yes = 是
no = 否
today = 今天

### 文字清单
text-edition = { $program } · { $edition } 版
text-opening = { $note }（{ $day } 查证）
text-instead = 可改用{ $instead }。
text-requirements = 要求
text-short-by = ，还差 { $amount }
text-waived = （已豁免）
text-not-firm = （换一种读法会不同）
text-hangs-on = 结论取决于“{ $requirement }”怎样理解。若理解为“{ $reading }”：{ $status }。
text-to-do = 怎么办
text-takes = 需要 { $takes }。
text-cost = 花费 { $cost }。
takes-unknown = 不知要多久
text-no-remedy = 对此没有办法。
text-wait = 等到 { $from } 即可，期间不用做任何事。
text-remarks = 备注
text-waiver = { $by } 豁免了 { $requirement }，{ $from } 至 { $until }：{ $reason }

### 为什么
why-not-applicable = 不适用，因为不是这种情况：{ $condition }。
why-group = { $total } 项中 { $true } 项成立，{ $unknown } 项未知；需要 { $wanted } 项。
why-none = { $total } 项中 { $true } 项成立，{ $unknown } 项未知；应一项也没有。
why-today = 今天是 { $day }；要求 { $needed }。
why-value = { $fact }：{ $value }；要求 { $needed }。
why-unknown = { $fact }：未知；要求 { $needed }。
why-length = { $fact }的长度是 { $value }；要求 { $needed }。
why-elapsed-days = 已过 { $count } 天；要求 { $needed }。
why-elapsed-minutes = 相隔 { $count } 分钟；要求 { $needed }。
why-rows = { $fact }：{ $measure } { $value }；要求 { $needed }。
why-no-rows = { $fact }：没有可量的；要求 { $needed }。
why-early = 有 { $count } 行还检测不到，最早 { $day } 起算。
why-future = 有 { $count } 行的日期晚于检查日，最早 { $day } 起算。
why-late = 有 { $count } 行已过期。
why-missing = 有 { $count } 行的内容不全。
why-perhaps = 有 { $count } 行未必存在。
why-filtered = 有 { $count } 行不属于要算的。
why-partial = 也许还有别的行。
why-alias = { $name } 按 { $listed } 算。
why-level-listed = { $name } 不在名单内，一级类目在；最接近的是 { $names }。
why-not-listed = { $name } 不在名单内；最接近的是 { $names }。
why-not-listed-at-all = { $name } 不在名单内，一级类目也不在。
why-pending = { $from } 起成立。
why-waived = { $by } 已豁免至 { $until }：{ $reason }。
measure-count = 数量
measure-days = 天数
measure-streak = 最长连续天数
measure-sum = 合计
measure-mean = 平均
measure-min = 最小
measure-max = 最大
measure-latest = 最近一次
range = { $low } 至 { $high }
range-open = { $low } 或更多

### 时间和名单
unit-minutes = { $count } 分钟
unit-hours = { $count } 小时
unit-days = { $count } 天
unit-weeks = { $count } 周
unit-months = { $count } 个月
unit-years = { $count } 年
in-list = 在名单 { $list } 内（{ $count } 项）
not-in-list = 不在名单 { $list } 内（{ $count } 项）

### 提醒
warning-no-edition = { $day } 没有生效的规则。
warning-future-row = `{ $fact }` 有一行的日期晚于检查日，从那天起才算数。
warning-expired = `{ $fact }` 的内容只在 { $day } 之前有效，现在算未知。
warning-idle-waiver = 对 `{ $requirement }` 的豁免没有起任何作用。
warning-conflict = 关于 `{ $fact }`，两个来源说法不同：采用了 { $used }，没有采用 { $other }。

### 用文字写出的规则
rules-in-force = { $from } 起，现行
rules-from = { $from } 起，已被取代
rules-from-until = { $from } 至 { $until }
rules-sound = { $program }：{ $editions } 版，{ $requirements } 条要求，没有发现错误
rules-no-examples = { $program } { $edition }：没有例子
rules-tested = { $program } { $edition }：{ $run } 个例子，{ $failed } 处不符
rules-unseen = `{ $requirement }` 从没显示过{ $values }
rules-mutants = 试了 { $tried } 处改动，{ $unnoticed } 处没有被发现
rules-steps = 到最后的步骤：
rules-role-condition = ，仅作条件
rules-role-step = ，步骤所需
rules-all = 以下全部：
rules-any = { $count ->
    [one] 以下任一：
   *[other] 以下至少 { $count } 项：
}
rules-none = 以下一项也没有：
rules-applies-when = 只在此时适用：{ $condition }
rules-understood = 这样理解：{ $text }
rules-reading = 也可读作：{ $text }
rules-remedy = 怎么办：{ $text }
rules-value = { $fact }：{ $needed }
rules-rows = { $fact }：{ $measure } { $needed }
rules-within = ，在 { $period } 之内
rules-ending = ，截至 { $period } 前
rules-seen-after = ，{ $period } 后可见
rules-where = ，{ $column }：{ $condition }

### 批量
fleet-not-utf8 = 这里不是 UTF-8 文字；如果是用 GBK 保存的，请另存为 UTF-8
fleet-too-long = 这一行超过 { $limit } 字节
fleet-broken = 输入中断：{ $reason }
fleet-panic = 程序的一部分出错
fleet-with-help = { $error }；{ $help }
fleet-in-cell = { $name }：{ $error }
fleet-csv = 这不是表格的一行：{ $reason }
fleet-cells = 应有 { $expected } 格，实有 { $found } 格
fleet-account = 读入 { $read } 条：{ $written } 条有结果，{ $rejected } 条读不了；空行：{ $blank }
fleet-interrupted-resumable = 已中断。做完的部分保留着；同样的命令加 --resume 接着做。
fleet-kept = 做完的部分保留着；同样的命令加 --resume 接着做。
fleet-nothing-to-resume = 没有可以接着做的；从头开始。
fleet-resume-differs = 没法接着做：{ $name } 已经变了
fleet-resume-needs-files = 只有从文件读、写到文件（-o）的运行才能接着做
fleet-which-program = 用 { $flag } 时要写明项目：--program
fleet-progress = <bar:30> <bytes>/<total_bytes>，每秒 <msg> 条，还剩 <eta>
fleet-progress-open = <bytes>，每秒 <msg> 条
fleet-sum-head = { $program } · { $edition } 版 · { $day }
fleet-sum-verdicts = 结论
fleet-sum-verdict = { $what }：{ $n } / { $of }
fleet-sum-lacking = 不满足的 { $of } 个还缺什么
fleet-sum-lack-only = { $n } 个只缺：{ $what }
fleet-sum-lack = { $n } 个缺：{ $what }
fleet-sum-lack-soon = 其中 { $tomorrow } 个到明天就满足，{ $ahead } 个到 { $until } 为止满足
fleet-sum-rest = 另有 { $n } 个，缺的是其余 { $count } 种组合
fleet-sum-others = 其余，不再细分
fleet-sum-rules = 另一版规则
fleet-sum-gaining = 到 { $until } 为止自己会满足的：{ $n } 个
fleet-sum-losing = 到 { $until } 为止会失去的：{ $n } 个
fleet-sum-through = { $n } 个因为：{ $what }
fleet-sum-unlocks = 只做一件事，能让多少个满足
fleet-sum-unlock = { $count } 个：{ $action }
fleet-sum-readings = 取决于怎样理解：{ $of } 个结论里有 { $count } 个的结论或日期取决于一种读法
fleet-sum-reading = { $requirement }，读作“{ $reading }”：满足 { $eligible } 个，以后满足 { $pending } 个，不知道 { $unknown } 个，不满足 { $not_eligible } 个；只有日期不同 { $dates } 个
fleet-sum-against = 按 { $edition } 版
fleet-sum-gain = { $count } 个会变为满足
fleet-sum-lose = { $count } 个会变为不满足
fleet-sum-otherwise = { $otherwise } 个有别的变化，{ $same } 个不变
fleet-sum-rejected = { $of } 条里有 { $count } 条读不了，头几条是：
fleet-sum-paths = 快路径 { $fast } 条，普通路径 { $plain } 条。

### 变化
diff-unreadable = { $name } 没法比较：{ $reason }
diff-cause-facts = 事实
diff-cause-rules = 规则
diff-cause-time = 时间
diff-cause-facts-or-rules = 与预计不符：事实或规则变了，或每日数据没有更新
diff-cause-untold = 从结果看不出原因
diff-cause-added = 只在新的里
diff-cause-removed = 只在旧的里
diff-none = 无
diff-verdict = { $old } → { $new }
diff-until = 到 { $old } 为止 → 到 { $new } 为止
diff-from = 从 { $old } 起 → 从 { $new } 起
diff-line = { $applicant }：{ $what }（{ $through }）
diff-account = { $same } 个不变，{ $changed } 个有变化：{ $gained } 个变为满足，{ $lost } 个不再满足；{ $added } 个只在新的里，{ $removed } 个只在旧的里
diff-through = { $n } 个因为：{ $through }
diff-errors = 旧的里有 { $old } 条错误，新的里有 { $new } 条，没有比较
diff-twice = { $name } 里 { $applicant } 出现两次；不作比较

### 帮助
help = 告诉申请人：平台会不会放行，还缺什么，怎么办，哪一天起可以
help-check = 检查一个申请人
help-check-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
help-check-assume = 假如：`payments += 2026-12-01`、`official_accounts[0].fans = 140`；可写多次
help-check-format = 结果怎样显示
help-facts = 生成或检查事实文件
help-facts-new = 生成带说明的事实文件，供填写
help-facts-check = 找出事实文件里的错误
help-facts-check-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
help-diff = 比较两次批量结果或两份报告：谁变了，因为什么
help-diff-old = 旧的结果
help-diff-new = 新的结果
help-diff-format = 变化怎样写
help-fleet = 逐条检查许多申请人
help-fleet-files = 记录文件：JSONL，或带表头的 CSV，可用 gzip 或 zstd 压缩；- 表示读标准输入
help-fleet-format = 结果怎样写
help-fleet-input = 记录是怎样写的；不写则看文件后缀。CSV 里多行的事实在格子里写 JSON
help-fleet-full = 每条记录写一行完整的报告
help-fleet-summary = 汇总。结果写到文件（-o）时另外显示汇总，否则只显示汇总
help-fleet-within = 汇总往后看多久
help-fleet-against = 与这一版比较：谁会变为满足，谁会失去，因为什么
help-fleet-resume = 接着做中断的运行
help-fleet-threads = 用多少个线程
help-fleet-max_line = 超过这么多字节的一行不收
help-practice-data = 写出编造的申请人，一行一个
help-practice-data-count = 多少个
help-practice-data-seed = 种子相同，申请人相同
help-rules = 查看规则
help-rules-list = 列出项目和它们的各版规则
help-rules-show = 用文字写出一个项目的要求
help-rules-show-id = 项目
help-rules-lint = 找出规则里的错误
help-rules-lint-ids = 项目；不写则全部
help-rules-test = 运行每一版旁边的例子
help-rules-test-ids = 项目；不写则全部
help-completions = 生成命令行补全
help-completions-shell = 哪种 shell
help-man = 生成手册页
help-program = 项目，文件里没写时用
help-edition = 所有日子都按这一版
help-as_of = 检查哪一天或哪一刻：2026-11-22；不写就是现在
help-output = 写到这个文件，要么完整出现，要么不出现
help-lang = zh 或 en；不写则随系统语言
help-color = 是否用颜色
help-ascii = 只用 ASCII 记号
help-rules_dir = 规则文件夹，先于内置的规则
help-help = 显示帮助
help-version = 显示版本
help-exit-codes =
    退出码：0 满足或已完成，1 不满足或查出错误，2 用法不对或输入不能用，
    3 只等时间到，4 缺少事实，5 来源出错，6 输出失败，130 被中断

## 采集：配置和运行。

source-whose-applicant = 配置里有几个主体，没有写明 { $applicant } 属于哪一个：请在事实文件里加上 `entity = "…"`
source-whose-account = 配置里有几个主体，没有写明账号 { $account } 属于哪一个：请加上 `entity = "…"`
source-none-of-entity = 配置里没有主体“{ $entity }”的账号
source-account-twice = 账号 { $account } 配置了两次
source-secret-and-token = 一个账号只写 `app_secret` 或 `token` 中的一个
source-bad-app-id = “{ $value }”不是 AppID：只能有字母、数字和下划线
source-bad-base-url = 这个地址不能用
source-base-url-spelling = `https://` 加主机名，可以带端口，后面不带别的；只有本机地址可以用 `http://`，例如 http://127.0.0.1:8080
source-secret-in-clear = 配置里的 `{ $key }` 没有写明密钥放在哪里；密钥本身不能写在配置里。请写成 { "{" } env = "…" { "}" }、{ "{" } file = "…" { "}" } 或 { "{" } command = ["…"] { "}" }；如果里面写过真的密钥，请到平台重置
source-secret-place = 密钥放在哪里，用 `env`、`file`、`command` 中的一个来写
source-secret-env = 没有设置环境变量 { $name }
source-secret-file = 读不了 { $path } 里的密钥：{ $reason }
source-secret-open-file = 别的用户能读 { $path }，里面的东西就不是秘密了
source-secret-close-file = chmod 600 { $path }
source-secret-command = 命令 { $program } 没有给出密钥：{ $reason }
source-secret-unlikely = 这里得到的不可能是密钥：是空的、太长，或者有好几行
source-bad-evidence = { $path } 里的证据不能用：{ $reason }
source-altered-evidence = { $path } 不是当时留存的内容：和摘要对不上
source-other-applicant = 证据是 { $found } 的，事实文件是 { $applicant } 的
source-no-config = 没有找到 { $path }，这里没有，{ $user } 里也没有
source-no-stdin = 采集要有磁盘上的事实文件，因为结果写在它旁边
source-cannot-read = 读不了 { $path }：{ $reason }
source-cannot-write = 写不了 { $path }：{ $reason }
source-no-runtime = 用不了网络：{ $reason }
source-interrupted = 已中断，什么都没有写
source-plan = 至少调用 { $calls } 次，涉及 { $accounts } 个账号
source-known = 已知
source-partly = 部分已知
source-unknown = 未知
source-rows = { $count } 行
source-wrote = 事实：{ $path }
source-kept = 证据：{ $path }
source-some-failed = 有 { $count } 项事实的来源失败了，其余的都已写好
source-practice-ready = 练习服务器在 { $address }，按 Ctrl-C 停止。
source-practice-try = 在另一个窗口里试：cd { $folder } && kaibo collect shop.toml && kaibo check shop.toml
source-practice-shown = { $file }：
source-practice-bad = 没有“{ $value }”这种故障

## 采集：对事实的说明。

source-file-header = 由 `kaibo collect` 写成，每次采集都会整个换掉。自己要说的写在旁边的事实文件里。
source-call-failed = { $account }，{ $call }：{ $reason }
source-refused = errcode { $code }：{ $meaning }
source-refused-saying = errcode { $code }“{ $said }”：{ $meaning }
source-next-step = { "" }平台给出的下一步：{ $next }
source-rid = { "" }（rid { $rid }）
source-status = 服务器返回 HTTP 状态 { $status }。请稍后再试。
source-unreachable = 连不上服务器（{ $detail }）。请检查网络、代理和 `base_url`。
source-timed-out = 没有按时返回。请稍后再试。
source-cut = 返回到一半连接断了。请稍后再试。
source-too-large = 返回的内容超过了这个接口可能的大小。
source-not-json = 返回的不是 JSON，可能是中间的代理返回的。请检查代理和 `base_url`。
source-malformed = 返回的内容和文档不符（{ $detail }），所以不下结论。
source-no-token = 没有拿到调用凭据：{ $call }：{ $reason }
source-other-account = 凭据属于另一个账号，不是配置里的 AppID，所以它拿到的一概不用。请检查哪个密钥是哪个账号的。
source-not-kept = 证据里没有这次调用的结果。
source-not-configured = 没有配置小程序 { $applicant } 的账号。
source-needs-platform = 只有得到账号授权的第三方平台能调用 { $call }，用账号自己的密钥查不到。
source-needs-platform-for = { $account }：只有得到账号授权的第三方平台能调用 { $call }。
source-owner-is = 平台只给出主体名称，没有给出类型：{ $name }。
source-field-missing = 返回里没有 `{ $field }`。
source-field-undocumented = `{ $field }` 是 { $value }，文档里没有说明它的意思。
source-account-cancelled = { $account }：平台显示这个账号已注销。
source-account-banned = { $account }：平台显示这个账号已被封禁，请到后台看处罚通知。
source-account-warned = { $account }：平台显示这个账号受到告警，请到后台看处罚通知。
source-account-frozen = { $account }：平台显示这个账号已被冻结，请到后台看处罚通知。
source-categories-without-state = { $call } 只给出类目名称，没有审核状态，不足以算数：{ $names }。
source-categories-second-level = { $call } 只给出二级类目名称，没有一级类目和审核状态，不足以算数：{ $names }。
source-day-empty = { $date }：平台没有给出这一天的数据，这一天按未知算。
source-day-not-ready = { $date }：平台还没有算好这一天的数据，这一天按未知算，请稍后再采集。
source-violations-since = 查了 { $date } 以来的记录。平台不给出严重程度，请在 [annotate.violations] 里按编号写明。
source-other-mini-programs = 同一主体可能还有没配置的小程序；如果没有，请在 [[entities]] 里写 `mini_programs = "all"`。
source-appeal-accepted = 记录 { $record } 申诉成功，不计入。
source-appeal-unread = 没有查到记录 { $record } 的申诉是否成功，它可能算，也可能不算。
source-followers-of-day = { $account }：关注人数是 { $date } 当天结束时的。
source-no-official-accounts = 没有配置这个主体的公众号。
source-other-official-accounts = 同一主体可能还有没配置的公众号；如果没有，请在 [[entities]] 里写 `official_accounts = "all"`。
source-live-contradiction = 插件列表显示直播已开通，getliveinfo 却说没有开通，请到后台查看。
source-no-plugin = 已通过的插件里没有直播组件，但只凭这一点不能说没有开通。
source-room-is-over = 直播间 { $room } 按时间已经结束，平台却显示未开始，状态按未知算。
source-goods-unsettled = 有 { $count } 件商品的状态在读取时变了，按未知算。
source-no-versions = 平台既没有给出线上版本，也没有给出体验版本，所以不下结论。
source-does-not-fit = 平台给出的内容和项目对不上：{ $reason }
source-more-notes = （还有 { $count } 条说明）

## 微信的返回码是什么意思，该怎么办。

errcode-unknown = 文档里没有的返回码，请查平台的全局返回码。
errcode-minus-1 = 平台繁忙，请稍后再试。
errcode-1 = 还没有创建过直播间。
errcode-2 = 平台没有查到近 90 天的支付。支付要一到两天后才算，而且只算线上版里的。
errcode-1001 = 文档里没有；参数写在请求体里时出现过，应写在地址里。
errcode-40001 = 密钥不对，或者凭据已失效、属于别的账号。请到账号后台核对 AppSecret，并确认和 AppID 是一对。
errcode-40013 = AppID 不对，请检查配置里的 `app_id`。
errcode-40014 = 凭据无效，请重新获取。
errcode-40125 = AppSecret 不对，请到账号后台核对，可能已被重置。
errcode-40164 = 调用方的 IP 不在账号的 IP 白名单里。请到后台 → 开发 → 开发设置 → IP 白名单加上，errmsg 里写着是哪个地址。
errcode-41001 = 没有带凭据。这是 kaibo 的错误，请反馈。
errcode-41002 = 没有带 AppID，请检查配置里的 `app_id`。
errcode-41004 = 没有带密钥，请检查配置里的 `app_secret`。
errcode-41033 = 只支持由第三方平台自己注册的账号，这一项请自己填写。
errcode-42001 = 凭据已过期，请重新获取。
errcode-43104 = 这个 AppID 没有权限，请向账号管理员确认授权了哪些权限集。
errcode-44002 = 请求体是空的。这是 kaibo 的错误，请反馈。
errcode-45009 = 这个接口今天的次数用完了，请明天再试。
errcode-45011 = 一分钟内调用太多，请过一分钟再试。
errcode-47001 = 请求体解析不了。这是 kaibo 的错误，请反馈。
errcode-48001 = 账号没有这个接口的权限，可能没有认证或缺少权限集。请看后台 → 开发 → 接口权限。
errcode-48001-live = 这个小程序没有开通直播，或者直播已被收回。请看后台 → 功能 → 直播。
errcode-48004 = 平台封禁了账号的这个接口，说明有处罚，请看后台的通知。
errcode-50002 = 账号被冻结或已注销，请看后台的通知。
errcode-61003 = 账号没有授权给这个第三方平台，请管理员授权。
errcode-61004 = 第三方平台没有登记这个 IP，或没有这项功能的授权。请先检查平台的 IP 白名单。
errcode-61005 = 平台的 ticket 已过期。请换成最新的 component_verify_ticket，微信每十分钟推送一次。
errcode-61006 = 平台的 ticket 无效。请换成最新的 component_verify_ticket，微信每十分钟推送一次。
errcode-61007 = 账号没有把这个接口授权给第三方平台，缺少权限集（直播 52，违规 76 和 18，类目 30）。这不说明账号本身的情况。请管理员带上该权限集重新授权。
errcode-61023 = 刷新令牌已失效，请账号管理员重新授权。
errcode-61500 = 日期格式不对。这是 kaibo 的错误，请反馈。
errcode-61501 = 日期范围不对：这个接口一次查一天，最晚查到昨天。请检查本机时间。
errcode-61503 = 这一天的数据还没有算好。请稍后再查，在此之前是未知，不是零。
errcode-85012 = 没有这个编号的代码审核，请看后台 → 管理 → 版本管理。
errcode-86000 = 只有第三方平台能查，这一项请自己填写。
errcode-86001 = 这个第三方平台没有为账号提交过代码，也许是别人提交的，请看后台 → 管理 → 版本管理。
errcode-89044 = 没有这个插件，请检查插件的 AppID。
errcode-89236 = 不能申请这个插件，请看后台 → 设置 → 第三方设置 → 插件管理。
errcode-89237 = 插件已经添加过，不用再做什么。
errcode-89238 = 能用的插件数已满，或已经申请过，请看后台 → 设置 → 第三方设置 → 插件管理。
errcode-89239 = 插件不存在，请检查插件的 AppID。
errcode-89240 = 插件申请现在的状态不能这样操作，请看后台 → 设置 → 第三方设置 → 插件管理。
errcode-89241 = 只能删除被拒绝或超时的申请，请等结果。
errcode-89242 = 插件申请的 AppID 不对，请检查。
errcode-89243 = 申请正在等待处理，不能改，请等结果。
errcode-89501 = 这个 IP 在等管理员确认。请管理员在微信里确认后再试。
errcode-89503 = 这个 IP 要管理员确认。请管理员在微信里确认后再试。
errcode-89506 = 管理员拒绝了这个 IP，一天内不能再申请。请和管理员沟通，明天再试。
errcode-89507 = 管理员拒绝了这个 IP，一小时内不能再申请。请和管理员沟通，稍后再试。
errcode-200001 = 平台系统错误，请稍后再试。
errcode-200002 = 参数不对，errmsg 里写着是哪一个。
errcode-300001 = 账号被禁止创建或修改直播间和商品，说明有处罚，请看后台的通知。
errcode-300002 = 直播间名称长度不对：3 到 17 个汉字。
errcode-300003 = 价格不对：要是数字，现价不能高于原价。
errcode-300004 = 商品名称违规，请修改。
errcode-300005 = 商品图片违规，请更换。
errcode-300006 = 图片上传失败，素材可能过了三天的有效期，请重新上传。
errcode-300007 = 线上版本里没有这个页面路径，请先发布。
errcode-300008 = 添加商品失败，请稍后再试。
errcode-300009 = 撤回审核失败，请稍后再试。
errcode-300010 = 商品的审核状态不能这样操作，请看商品库。
errcode-300011 = 商品不是用接口添加的，请到后台修改。
errcode-300012 = 今天的审核次数（500 次）用完了，请明天再来。
errcode-300013 = 提交审核失败，请稍后再试。
errcode-300014 = 审核中的商品不能删除，请等结果。
errcode-300017 = 商品还没有提交审核，请先提交。
errcode-300018 = 图片超过 300 × 300 像素，请缩小。
errcode-300021 = 商品添加了，但提交审核失败，请重新提交。
errcode-300022 = 没有这个直播间，请检查房间号。
errcode-300023 = 直播间的状态不能这样操作，请看后台 → 功能 → 直播。
errcode-300024 = 没有这个商品，请检查编号。
errcode-300025 = 商品没有通过审核，请等结果。
errcode-300026 = 直播间的商品数已到上限，请先移出一些。
errcode-300027 = 导入商品失败，请稍后再试。
errcode-300028 = 直播间名称违规，请修改。
errcode-300029 = 主播昵称违规，请修改。
errcode-300030 = 主播微信号不对，或不是这里的主播。请在后台 → 功能 → 直播 → 成员管理里添加。
errcode-300031 = 背景图违规，请更换。
errcode-300032 = 分享图违规，请更换。
errcode-300033 = 直播间的商品数已到上限，请先移出一些。
errcode-300034 = 主播昵称长度不对：2 到 15 个汉字。
errcode-300035 = 主播微信号不存在，请检查。
errcode-300036 = 主播没有在“小程序直播”里实名认证；微信支付的实名不算。请主播扫码认证。
errcode-300037 = 购物直播频道封面图违规，请更换。
errcode-300047 = 正在推送另一件商品，请等它结束。
errcode-300052 = 商品已下架，请先上架。
errcode-300053 = 商品不在直播间里，请先导入。
errcode-400001 = 微信号不对，请检查。
errcode-400002 = 主播要先实名认证，请主播扫码。
errcode-400003 = 成员数已到上限：管理员 10 人，运营者 500 人，主播 500 人。
errcode-400004 = 成员已有这个角色，不用再做什么。
errcode-9400001 = 这个小程序是模板的开发小程序，又开通了直播，不能提交审核或发布。请解除开发小程序的绑定。
errcode-9410000 = 还没有直播间。
errcode-268489001 = 系统维护中：平台目前不发放新的直播权限，已开通的不受影响；可改用视频号直播。

## 采集：帮助。

help-collect = 从配置好的接口采集事实，并记下来源、留存证据
help-collect-facts = 申请人的事实文件；采集结果写在旁边的 `<名称>.collected.toml`
help-collect-replay = 用留存的证据重新得出同样的事实，不联网
help-collect-config = 配置文件；不写就用当前目录的 `kaibo.toml`，再没有就用配置目录里的
help-collect-no_cache = 不为下次运行保存凭据
help-collect-verbose = 说出每次调用的结果
help-practice-server = 在本机模拟微信的接口，不用账号就能试
help-practice-server-port = 端口；0 表示任选一个空闲的
help-practice-server-misbehave = 故意出错，例如 `45009:getliveinfo`、`cut:getcategory:2`；可以写多次
help-practice-server-scenario = 模拟的账号；不写就是一家快要达标的店
help-practice-server-into = 把配置、事实文件和假的密钥写到这个文件夹

### The plan
plan-eligible = { $worst } 起全部满足
plan-eligible-best = ，顺利的话 { $best }
plan-until = ，到 { $until } 为止
plan-already = 今天就全部满足
plan-already-fine = 如果未知的都没有问题，今天就全部满足
plan-impossible = 没有哪一天能全部满足。
plan-blocked-by = 卡在：{ $requirement }
plan-blocked-no-remedy = 没有已知的办法，时间也不会让它改变。
plan-blocked-no-time = 没有人说得出要花多久：请在事实文件的 [estimates] 里写上您自己的估计。
plan-blocked-other = 没有办法让它和其他各项同时满足。
plan-live = 最迟 { $worst } 开播
plan-live-best = ，顺利的话 { $best }
plan-live-unknown = 有的步骤说不出要花多久，所以给不出开播的日子。
plan-total = 合计：{ $cost }，费力 { $effort }
plan-no-cost = 不花钱
plan-not-exact = 办法太多，没有全部比较；也许还有更好的。
plan-as-it-is = 现在的情况
plan-what-if = 假如
plan-assumed-facts = 假设：{ $text }
plan-find-out = 先弄清楚
plan-find-out-note = 计划先当它们没有问题。
plan-do = 要做的事
plan-nothing-to-do = 不用做任何事。
plan-by = ，最迟 { $day }
plan-done = { $worst } 完成。
plan-done-between = 最快 { $best }、最迟 { $worst } 完成。
plan-holds = { $from } 起满足。
plan-holds-until = { $from } 到 { $until } 满足。
plan-put-later = { $day } 就可以做，但那样会过早失效，所以往后排。
plan-add-rows = 需要 { $count } 条。
plan-add-amount = 需要 { $amount }。
plan-cost = 花费 { $cost }。
plan-assumed = 时间和花费是假设的；您自己的估计写在事实文件的 [estimates] 里。
plan-chart = 日程
plan-chart-legend = # 最快   = 最迟   * 当天   - 可以等   . 无事
plan-chart-scale = { $count ->
    [one] 一列是一天
   *[other] 一列是 { $count } 天
}
plan-chart-eligible = 全部满足
plan-alternatives = 别的办法
plan-alternative = { $group }：{ $choose }，{ $day } 起全部满足，合计{ $cost }，费力 { $effort }

### Steps
step-heading = 从那天到开播
step-done = 已完成
step-ready = 可以开始
step-waiting = 等到 { $until }
step-blocked = 要先有：{ $by }
step-unknown = 不清楚
step-earliest = ，{ $earliest } 开始
step-between = ，{ $earliest } 到 { $latest } 之间开始
step-finish = ，最迟 { $worst } 完成
step-deadline = ，{ $day } 前必须完成
step-critical = ，一拖就全拖
step-optional = ，可不做
step-takes-unknown = ，说不出要花多久
actor-applicant = 您
actor-platform = 平台
actor-administrator = 管理员
actor-host = 主播

### The next question
next-heading = 下一个问题
next-settled = 不用再问了：结论已定。
next-complete = 清单上没有缺的了。
next-effort = 费力：5 级中的 { $effort } 级。
next-why = 问这个，是因为结论取决于：{ $names }。
next-why-complete = 结论已定；这一问补全：{ $names }。
next-left = { $count ->
    [one] 回答之后结论就定了。
   *[other] 连这一问在内，最多还要回答 { $count } 个问题。
}
next-good-order = 未知的太多，这个次序是好的，但没有证明是最好的。
next-if = 如果{ $says }：{ $then }
next-says-true = “{ $name }”成立
next-says-false = “{ $name }”不成立
next-then-yes = 结论是满足。
next-then-later = { $day } 起满足。
next-then-no = 结论是不满足。
next-then-open = 最多还要回答 { $count } 个问题。

### The calendar
plan-calendar = { $program }：{ $name } 的计划
plan-event-eligible = 今天起全部满足
plan-event-last-day = 全部满足的最后一天
plan-event-live = 最迟今天开播
plan-event-latest = 最后一天开始：{ $title }
plan-event-deadline = 今天必须完成：{ $title }
plan-event-begin = 开始：{ $title }

### Assuming
assume-not-rows = `{ $name }` 没有行：用 `=` 给它一个值
assume-row-exists = 已经有 { $key } 这一行
assume-no-such-row = 没有第 { $row } 行：从 0 数起，共 { $count } 行
assume-malformed = 看不出要假设什么
assume-spelling = 写成 `事实 = 值`、`事实 += 行`、`事实[0] = 行` 或 `事实[0].列 = 值`

### Help
help-plan = 说出哪一天做什么
help-plan-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
help-plan-format = 结果的样子
help-plan-prefer = 计划以什么为先
help-plan-assume = 这一次假设一个事实：'payments += 2026-12-01'
help-next = 说出下一步该弄清什么，为什么
help-next-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
help-next-assume = 这一次假设一个事实：'payments += 2026-12-01'
help-next-everything = 结论已定也继续问，直到清单完整

# Working on a facts file, answer by answer (wizard).
wizard-kept = 还没有存到文件里：{ $reason }。您的回答仍然有效，下次保存时会再试。
wizard-spoilt = 文件被别的程序改得无法读取（第 { $line } 行：{ $reason }）。您的回答仍然有效，文件改好后会一并存入。
wizard-changed-elsewhere = “{ $fact }”刚刚在别处被改过，这一步没有撤销或重做。
wizard-only-toml = `{ $name }` 不是 TOML 文件，逐题填写只支持 TOML
wizard-exists = `{ $name }` 已经存在
wizard-busy = 另一个程序正在写 `{ $name }`
### What people answer
answer-empty = 还没有填。不知道的话，选“不知道”。
answer-control = 里面有看不见的控制字符，请删掉。
answer-flag = “{ $text }”看不出是“是”还是“否”。
answer-choice = 没有“{ $text }”这一项；可选：{ $names }。
answer-choice-number = 序号从 1 到 { $count }。
answer-several = “{ $text }”可能是：{ $names }。请再多写一点。
answer-number = “{ $text }”不是数字；写成 12000 或 1.2万。
answer-money = “{ $text }”不是金额；写成 6800.01 或 1.2万。
answer-about = “{ $text }”不是准数；请填查到的那个数。
answer-comma = “{ $text }”里的逗号位置不对：逗号只分千位，小数点用“.”。
answer-negative = 不能是负数。
answer-whole = 要整数，“{ $text }”有小数。
answer-too-fine = 小数最多 { $count } 位。
answer-too-big = 数太大了。
answer-currency = 这里的金额以 { $currency } 计，“{ $text }”是别的货币。
answer-date = “{ $text }”不是日期；写成 11-20、2026-11-20、昨天或 3天前。
answer-date-only = 只要日期，不要时间：{ $date }。
answer-no-such-day = 没有“{ $text }”这一天。
answer-which-month = “{ $text }”号是哪个月？写成 { $example }。
answer-which-day = “{ $text }”是哪一天？
answer-year-first = 年份写四位，放在最前：2026-11-20。
answer-moment = “{ $text }”不是时间；写成 11-28 20:00 或 明天 20:00。
answer-which-time = { $date } 几点？写成 { $date } 20:00。
answer-no-such-time = “{ $text }”：那一天时钟不走到这个时间。
answer-region = 没有叫“{ $text }”的国家或地区；可以写中文名、英文名或两位代码，如 中国、China、CN。
answer-path-level = “{ $text }”里有空的一级；写成 一级类目 > 二级类目。
answer-day = { $date }，{ $weekday }（{ $away }）
answer-yesterday = 昨天
answer-tomorrow = 明天
answer-days-ago = { $count } 天前
answer-days-ahead = { $count } 天后
edit-monday = 周一
edit-tuesday = 周二
edit-wednesday = 周三
edit-thursday = 周四
edit-friday = 周五
edit-saturday = 周六
edit-sunday = 周日
wizard-no-terminal = 逐题填写需要在终端里运行。`kaibo --plain` 可以逐行问同样的问题；`kaibo check 文件`、`kaibo next 文件`、`kaibo plan 文件` 直接给出结果

# 逐行问答（plain）。
plain-wizard-only = `--plain` 只用于逐题填写：`kaibo --plain` 或 `kaibo wizard --plain`
plain-first = 这里还没有资料文件，现在新建一个。
plain-which = 已有的申请：
plain-which-how = 输入 1 到 { $count } 的编号；新建请输入 0。
plain-which-last = 直接回车：接着填上次的第 { $number } 个。
plain-new-program = 要申请哪一项？
plain-new-applicant = 申请方在平台上的编号，例如小程序的 AppID：
plain-new-name = 平时怎么称呼它（可以不填）：
plain-new-file = 回答存在哪个文件里？直接回车就用 { $path }：
plain-intro = 每个回答都会立即存入 { $path }，随时可以停下，不会丢。
plain-intro-commands = 直接输入回答；命令前面加冒号：:why 为什么问、在哪里查，:- 不知道，:back 上一题，:undo 撤销，:status 清单，:plan 计划，:help 全部命令，:quit 退出。
plain-question = { $title }
plain-question-left = { $title }（{ $count ->
    [1] 最后一题
   *[other] 最多还有 { $count } 题
}）
plain-assuming = 假如：以下内容不会保存。
plain-find = 在哪里查：{ $find }
plain-so-far = 目前是：{ $value }。直接回车保持不变。
plain-understood = { $title }：{ $value }
plain-hint-date = 日期，例如 11-20、昨天、3天前。
plain-hint-moment = 日期和时间，例如 11-28 20:00、明天 20:00。
plain-hint-money = 金额，例如 6800.01、1.2万。
plain-hint-number = 数字。
plain-hint-region = 国家或地区的名称，或者两个字母的代码。
plain-hint-path = 类目名称的任何一部分，中文或拼音都可以；或者用 :as-typed 加完整类目：一级类目 > 二级类目。
plain-hint-text = { $title }，照原样填写。
plain-path-none = 列出的类目里没有带“{ $text }”的。换一部分试试；如果它就叫这个名字：:as-typed { $text }
plain-path-more = 还有 { $count } 个；多输入几个字可以缩小范围。
plain-path-pick = 输入编号选择；如果都不是：:as-typed { $text }
plain-rows-how = 输入“{ $title }”增加一条。没有别的了：:all；可能还有：:more。:change 1 修改第一条，:delete 1 删除第一条。
plain-rows-end = 如果就是这些（或者一条也没有），输入 :all；如果可能还有，输入 :more。
plain-rows-none = 目前：一条也没有。
plain-rows-all = 目前共 { $count } 条，没有别的：
plain-rows-some = 目前有 { $count } 条，可能还有：
plain-rows-at-most = 目前最多 { $count } 条：
plain-row-added = 已存为第 { $count } 条。继续填下一条，或者 :all、:more。
plain-row-exists = 已经有同名的一条，可以用 :change 修改。
plain-which-row = 请说明是第几条，1 到 { $count }。
plain-column = { $title }（直接回车表示先不填）：
plain-column-so-far = { $title }，目前是“{ $value }”（直接回车保持不变）：
plain-days-how = 依次问 { $count } 天。直接回车跳过这一天，:more 结束。
plain-day = { $day } { $weekday }：{ $title }
plain-day-so-far = { $day } { $weekday }：{ $title }，目前是 { $value }
plain-verdict = 现在：{ $verdict }。
plain-verdict-day = 现在：{ $verdict }。照计划做，{ $day } 可以满足。
plain-verdict-day-if = 现在：{ $verdict }。如果还不清楚的几项都没问题，{ $day } 可以满足。
plain-verdict-never = 现在：{ $verdict }。没有可行的办法。
plain-noted-unknown = 已记下“不知道”，不会再问；要补填请用 :facts。
plain-overruled = { $source } 报告的与此不同，以它为准。如果您确定自己是对的，用 :insist 加理由，就以您的回答为准。
plain-insist-why = 为什么“{ $title }”要以您的回答为准？
plain-insisted = “{ $title }”从现在起以您的回答为准；与来源不一致的情况仍会写在报告里。
plain-nothing-overruled = 没有哪个回答与来源不一致。
plain-undone = 已撤销：{ $title }
plain-redone = 已重做：{ $title }
plain-nothing-to-undo = 没有可以撤销的。
plain-nothing-to-redo = 没有可以重做的。
plain-nothing-before = 这已经是第一题。
plain-changed = 文件在别处改过，已按现在的内容更新。
plain-unreadable-now = 文件在别处改过，现在无法读取：
plain-all-asked = 影响结论的问题都问完了。
plain-left-open = 还没有回答：{ $names }
plain-what-now = :plan 看计划，:status 看清单，:export 导出报告，:facts 查看或修改任何一项，:quit 退出。
plain-only-commands = 现在没有问题要回答。:facts 查看或修改任何一项，:help 看全部命令，:quit 退出。
plain-not-here = 这里用不上这个命令。
plain-not-yet = 请先选定申请方；:quit 退出。
plain-not-text = 这一行不是 UTF-8 文本。
plain-no-such-command = 没有 :{ $name } 这个命令；:help 看全部命令。
plain-number = 输入 1 到 { $count } 的数字；直接回车取消。
plain-fact-open = 待回答
plain-fact-known = 已回答
plain-fact-aside = 先放着
plain-fact-settled = 现在无关紧要
plain-what-if = 假如下面哪一项不是现在这样？
plain-assumed = 以下只是假设，没有保存：{ $names }。:what-if 继续假设，:forget 结束。
plain-forgotten = 假设已全部取消。
plain-serves = 用于判断：{ $names }
plain-source = 来源：{ $source } { $day }
plain-soonest = 越快越好
plain-cheapest = 花费越少越好
plain-least-effort = 越省事越好
plain-way = { $group }：改走“{ $choose }”，{ $day } 可以满足
plain-no-other-way = 没有别的办法。
plain-export-check = 清单（文本）
plain-export-report = 报告（JSON）
plain-export-plan = 计划（文本）
plain-export-calendar = 计划（日历文件）
plain-export-where = 写到哪个文件？直接回车就用 { $path }：
plain-exported = 已写入：{ $path }
plain-not-exported = 没有写入 { $path }：{ $reason }
plain-export-over-facts = 这就是资料文件本身
plain-collecting = 正在查询已配置的接口……
plain-collected-account = { $account }：{ $count } 个答复
plain-no-network = 这个版本的 kaibo 不带联网功能。
plain-language = 现在是中文。
plain-end-of-input = 输入结束。已回答的内容都在 { $path } 里。
plain-bye = 内容都已存入 { $path }。
plain-help = 命令以冒号开头，其余都是回答。
plain-help-why = 为什么问、在哪里查、不同回答会怎样
plain-help-unknown = 不知道
plain-help-skip = 以后再说
plain-help-back = 上一题
plain-help-facts = 列出所有项目；:facts 3 直接到第 3 项
plain-help-undo = 撤销上一个回答
plain-help-redo = 重做
plain-help-all = 逐条填写时：就是这些，或一条也没有
plain-help-more = 逐条填写时：可能还有
plain-help-change = 逐条填写时：:change 1 修改第一条
plain-help-delete = 逐条填写时：:delete 1 删除第一条
plain-help-as-typed = 填类目时：照输入的文字
plain-help-status = 清单
plain-help-plan = 哪一天做什么
plain-help-prefer = 计划以什么为先
plain-help-way = 换一种办法；不带编号则回到最好的办法
plain-help-what-if = 假如某个回答不是这样；不会保存
plain-help-forget = 结束假设
plain-help-insist = 与来源不一致时以您的回答为准；:insist 后面写理由
plain-help-collect = 查询已配置的接口
plain-help-export = 把清单、报告、计划或日历写到文件
plain-help-language = Switch to English
plain-help-help = 本列表
plain-help-quit = 退出
help-plain = 逐行问答：适合读屏软件、管道和简单终端
help-wizard = 逐题填写；单独运行 `kaibo` 也是这样
help-wizard-facts = 资料文件（TOML）；没有就新建
help-wizard-line_by_line = 逐行问答：适合读屏软件、管道和简单终端
