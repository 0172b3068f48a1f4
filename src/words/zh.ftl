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

### 帮助
help = 告诉申请人：平台会不会放行，还缺什么，怎么办，哪一天起可以
help-check = 检查一个申请人
help-check-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
help-check-format = 结果怎样显示
help-facts = 生成或检查事实文件
help-facts-new = 生成带说明的事实文件，供填写
help-facts-check = 找出事实文件里的错误
help-facts-check-facts = 事实文件，TOML 或 JSON；- 表示读标准输入
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
