"""Words and rows of keys that are tried first, written down by ourselves; the longest come first."""

_LINES = (
    # what people everywhere begin with
    "password passwort passwd passw pass secret letmein welcome login logon signin admin administrator root system",
    "manager master super user guest test testing tester demo default changeme change server service database oracle",
    "mysql postgres linux windows office computer internet network wireless router hello goodbye thanks please sorry",
    "love iloveyou loveyou lovely forever always princess prince king queen angel baby honey sweet sugar sunshine",
    "rainbow flower rose butterfly dragon tiger monkey monster shadow ghost killer hunter ranger soldier police",
    "football baseball basketball soccer hockey tennis golf jordan michael jessica ashley charlie thomas robert daniel",
    "andrew joshua matthew jennifer michelle nicole amanda anthony william george david jack peter superman batman",
    "starwars pokemon matrix freedom whatever nothing everything trustno trust summer winter spring autumn monday",
    "tuesday wednesday thursday friday saturday sunday january february march april june july august september",
    "october november december morning evening night family mother father sister brother daughter number money",
    "china chinese beijing shanghai america london school teacher student principal education district bureau",
    "junheng rotation company business private public account access secure security enter open door home house",
    # what is tried first where Chinese is spoken
    "woaini aini wo ai ni iloveu woaiwojia woaizhongguo woaibeijing zhongguo zhonghua beijing shanghai guangzhou",
    "shenzhen tianjin chongqing chengdu wuhan hangzhou nanjing tongzhou mentougou haidian chaoyang xicheng dongcheng",
    "fengtai daxing shunyi changping huairou miyun yanqing pinggu fangshan shijingshan",
    "mima denglu yonghu guanli guanliyuan xitong ceshi moren jiaoyu jiaoshi laoshi xuesheng xuexiao xiaoxue zhongxue",
    "gaozhong chuzhong youeryuan xiaozhang banzhuren yuwen shuxue yingyu wuli huaxue shengwu lishi dili zhengzhi tiyu",
    "yinyue meishu jiaowei jiaoweihui jiaoyuju renshi renshike lungang jiaoliu tuanjie jiayou fighting nihao xiexie",
    "zaijian baobao baobei laogong laopo mama baba gege jiejie didi meimei erzi nver haizi xingfu kuaile pingan",
    "jiankang facai gongxi xinnian chunjie zhongqiu guoqing yuandan shengri shengrikuaile tiantian xiangshang xuexi",
    "haohao gongzuo shenghuo mengxiang weilai xiwang yongyuan pengyou aiqing qinai xihuan zhang wang zhao chen liu",
    "yang huang zhou qian gao lin guo luo zheng liang song tang dang deng feng jiang shen qwer asdf zxcv qaz wsx edc",
    "rfv abc abcd aaa iii qq weixin wechat taobao alipay baidu tencent huawei xiaomi",
    "com cn www http mail",
    # numbers that are words
    "5201314 1314520 520520 520 1314 521 147258369 147258 258369 159357 159753 112233 121212 123123 123321 321321",
    "456456 789789 666 888 8888 6666 9999 168 1688 110 119 120 911 007 2008 0531 010 111 222 333 000",
)

WORDS: tuple[str, ...] = tuple(
    sorted({word for line in _LINES for word in line.split() if len(word) > 2}, key=lambda word: (-len(word), word))
)

ROWS: tuple[str, ...] = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "!@#$%^&*()_+",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "a1b2c3d4e5f6g7h8i9j0",
    "1a2b3c4d5e6f7g8h9i0j",
)
