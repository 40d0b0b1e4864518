/** For tests: URLs that no tenant may make this server call. */

const V4_RESERVED = [
	...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
	...[
		'127.0.0.1',
		'127.0.1.1',
		'127.127.127.127',
		'127.255.255.254',
		'169.254.0.1',
		'169.254.169.254',
		'169.254.170.2'
	],
	...[
		'172.16.0.1',
		'172.20.1.1',
		'172.31.255.255',
		'192.0.0.1',
		'192.0.0.192',
		'192.0.2.1',
		'192.88.99.1',
		'192.168.0.1'
	],
	...['192.168.255.255', '198.18.0.1', '198.19.255.255', '198.51.100.7', '203.0.113.9', '224.0.0.1', '239.255.255.250'],
	...['240.0.0.1', '255.255.255.255', '168.63.129.16']
];

const V6_RESERVED = [
	...['::', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:10.0.0.1', '::ffff:169.254.169.254'],
	...['::127.0.0.1', '::7f00:1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::7f00:1'],
	...[
		'2002:7f00:1::',
		'2002:7f00:0001::1',
		'2002:a9fe:a9fe::',
		'2002:c0a8:1::1',
		'2001::1',
		'2001:0:7f00:1::',
		'2001:2::1'
	],
	...['2001:10::1', '2001:20::1', '2001:db8::1', '3fff::1', '3fff:fff::1', '5f00::1', '100::1', 'fc00::1', 'fd00::1'],
	...['fd00:ec2::254', 'fd12:3456:789a:1::1', 'fe80::1', 'fe80::a9fe:a9fe', 'febf::1', 'fec0::1', 'ff02::1', 'ff0e::1'],
	...['::ffff:0:127.0.0.1', '::ffff:0.0.0.0', '4000::1', '8000::1', 'e000::1', '0:0:0:0:0:ffff:c0a8:1']
];

/** Other ways to write 127.0.0.1, 169.254.169.254 and friends that a URL parser turns back into them. */
const V4_DISGUISED = [
	...[
		'2130706433',
		'0x7f000001',
		'0x7F.1',
		'0x7f.0.0.1',
		'0x7f.0x0.0x0.0x1',
		'017700000001',
		'0177.0.0.1',
		'0177.0.0.01'
	],
	...['127.1', '127.0.1', '127.1.', '127.0.0.1.', '0', '0x0', '00', '0x', '1.', '0.', '127.0x1', '127.000.000.001'],
	...['2852039166', '0xa9fea9fe', '0xa9.254.0251.0376', '169.254.43518', '0251.0376.0251.0376', '169.16689662'],
	...['3232235521', '0xc0a80001', '0300.0250.1', '192.168.1', '10.1', '0xa.1', '012.1', '167772161', '172.1048577'],
	...[
		'①②⑦.⓪.⓪.①',
		'１２７.０.０.１',
		'127。0。0。1',
		'127．0．0．1',
		'127｡0｡0｡1',
		'%31%32%37.0.0.1',
		'127%2e0%2e0%2e1'
	],
	...['１６９.254.169.254', '①⑥⑨。②⑤④。①⑥⑨。②⑤④', '%30', '4294967295', '0xffffffff', '037777777777', '255.255.65535']
];

const LOCAL_NAMES = [
	...[
		'localhost',
		'LOCALHOST',
		'localhost.',
		'LocalHost.',
		'a.localhost',
		'a.b.localhost',
		'x.localhost.',
		'ｌｏｃａｌｈｏｓｔ'
	],
	...[
		'localhost.localdomain',
		'ip6-localhost',
		'ip6-loopback',
		'%6cocalhost',
		'local%68ost',
		'loc\u00adalhost',
		'ⓛocalhost'
	]
];

/** Refused although the host is fine: scheme, user part, port, or no URL at all. */
const NOT_A_WEBHOOK = [
	...['ftp://example.com/', 'file:///etc/passwd', 'gopher://example.com/', 'javascript:alert(1)', 'data:text/plain,x'],
	...[
		'ws://example.com/',
		'wss://example.com/',
		'mailto:a@example.com',
		'ldap://example.com/',
		'dict://example.com:11211/'
	],
	...[
		'blob:https://example.com/x',
		'about:blank',
		'unix:/var/run/docker.sock',
		'http+unix://%2Fvar%2Frun',
		'jar:http://a!/'
	],
	...[
		'',
		' ',
		'example.com',
		'//example.com/',
		'/webhooks',
		'http://',
		'https://',
		'http:///',
		'http://?x',
		'http://#'
	],
	...[
		'http://user@example.com/',
		'http://user:pass@example.com/',
		'http://:pass@example.com/',
		'https://a%40b@example.com/'
	],
	...['http://example.com@127.0.0.1/', 'http://127.0.0.1@example.com/', 'http://127.0.0.1#@example.com/'],
	...[
		'http://127.0.0.1\\@example.com/',
		'http://example.com\\@127.0.0.1/',
		'http://[fe80::1%25eth0]/',
		'http://[fe80::1%eth0]/'
	],
	...[
		'http://[::1',
		'http://::1/',
		'http://[127.0.0.1]/',
		'http://[::g]/',
		'http://1.2.3.4.5/',
		'http://256.1.1.1/',
		'http://./'
	],
	...[
		'http://0x100000000/',
		'http://4294967296/',
		'http://127.0.0.1:80:80/',
		'http://exa mple.com/',
		'http://a\0b/',
		' https://example.com/',
		'https://example.com/\n',
		'https://exa\tmple.com/'
	],
	...['http://example.com:0/', 'http://example.com:1/', 'http://example.com:22/', 'http://example.com:25/'],
	...['http://example.com:445/', 'http://example.com:81/', 'http://example.com:1023/', 'http://example.com:2375/'],
	...['http://example.com:3306/', 'http://example.com:5432/', 'http://example.com:6379/', 'http://example.com:11211/'],
	...['http://example.com:6667/', 'http://example.com:27017/', 'http://example.com:65536/', 'http://example.com:-1/'],
	`http://example.com/${'x'.repeat(2048)}`
];

export const REFUSED_URLS: readonly string[] = [
	...V4_RESERVED.map((host) => `http://${host}/hook`),
	...V6_RESERVED.map((host) => `https://[${host}]:8443/hook`),
	...V4_DISGUISED.map((host) => `http://${host}/hook`),
	...LOCAL_NAMES.map((host) => `http://${host}:3000/hook`),
	...NOT_A_WEBHOOK
];

/** Literal addresses for a resolver to answer with. */
export const REFUSED_ADDRESSES: readonly string[] = [
	...V4_RESERVED,
	...V6_RESERVED,
	'fe80::1%eth0',
	'not an address',
	''
];

export const ALLOWED_URLS: readonly string[] = [
	...[
		'https://tenant.example/webhooks/kyc',
		'http://tenant.example/',
		'https://tenant.example:443/',
		'http://tenant.example:80/'
	],
	...['https://tenant.example:8443/a?b=c#d', 'http://tenant.example:1024/', 'https://1.1.1.1/', 'http://8.8.8.8:8080/'],
	...[
		'https://[2606:4700:4700::1111]/',
		'https://[2a00:1450:4001:82b::200e]:8443/',
		'https://münchen.example/',
		'HTTPS://A.EXAMPLE'
	],
	...[
		'http://172.15.255.255/',
		'http://172.32.0.1/',
		'http://100.63.255.255/',
		'http://100.128.0.1/',
		'http://169.253.1.1/'
	],
	...[
		'http://11.0.0.1/',
		'http://126.255.255.255/',
		'http://128.0.0.1/',
		'http://192.0.1.1/',
		'http://223.255.255.255/'
	],
	...['https://localhost.example/', 'https://notlocalhost/', 'https://abc.ngrok-free.app/hook', 'http://intranet/']
];
