//! Hostile addresses.

use super::*;

const PUBLIC: Guard = Guard { allow_private: false, allow_plain: true };

#[test]
fn addresses_inside_the_house_are_refused_in_every_spelling() {
    let hostile = [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://0177.0.0.0x1/",
        "http://127.0.0.1./",
        "http://127.0.0.1:80/",
        "http://%31%32%37.0.0.1/",
        "http://127\u{3002}0\u{3002}0\u{3002}1/",
        "http://①②⑦.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://10.255.255.255:8443/",
        "http://100.64.0.1/",
        "http://100.127.255.254/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://2852039166/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.168.0.1/",
        "http://192.0.0.192/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://198.18.0.1/",
        "http://198.51.100.7/",
        "http://203.0.113.9/",
        "http://224.0.0.1/",
        "http://239.255.255.250/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[::ffff:0:10.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:7f00:1::]/",
        "http://[2001:db8::1]/",
        "http://[3fff::1]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[100::1]/",
        "http://[5f00::1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://wire.localhost/",
        "http://metadata/",
        "http://metadata.google.internal/",
        "http://metadata.google.internal./",
        "http://printer.local/",
        "http://router.lan/",
        "http://nas.home.arpa/",
    ];
    for address in hostile {
        let refused = PUBLIC.check(address);
        assert!(matches!(refused, Err(Blocked::Address(_) | Blocked::Name(_))), "{address}: {refused:?}");
    }
}

#[test]
fn addresses_of_another_kind_are_refused_even_where_private_ones_are_permitted() {
    let open = Guard { allow_private: true, allow_plain: true };
    let hostile = [
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "gopher://agency.example:6379/_FLUSHALL",
        "ftp://agency.example/",
        "dict://agency.example:11211/stats",
        "ldap://agency.example/",
        "ws://agency.example/",
        "jar:http://agency.example!/",
        "data:text/plain,x",
        "javascript:alert(1)",
        "unix:/run/docker.sock",
        "//agency.example/",
        "agency.example",
        "/v1/heads",
        "",
        "https://",
        "https:///",
        "https://?x",
        "https://user@agency.example/",
        "https://user:pass@agency.example/",
        "https://:pass@agency.example/",
        "https://@agency.example/",
        "https://agency.example@127.0.0.1/",
        "https://agency.example:443@evil.example/",
        "https://agency.example\\@evil.example/",
        "https://agency.example\t.evil.example/",
        "https://agency.example\n/",
        " https://agency.example/",
        "https://agency.example/ x",
        "https://agency.example/#fragment",
        "https://agency.example:99999/",
        "https://agency.example:-1/",
        "https://[::1",
        "https://[fe80::1%25eth0]/",
        "https://256.256.256.256/",
        "https://1.2.3.4.5/",
        "https://0x100000000/",
        "https://agen cy.example/",
        "https://xn--/",
        "https://169.254.169.254/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::ffff:127.0.0.1]/",
    ];
    for address in hostile {
        assert!(open.check(address).is_err(), "{address}");
    }
}

#[test]
fn public_addresses_pass_and_plain_ones_only_where_permitted() {
    let strict = Guard::default();
    for address in [
        "https://agency.example/interwire",
        "https://8.8.8.8:8443/",
        "https://[2606:4700::1111]/",
        "https://баку.example/",
    ] {
        assert!(strict.check(address).is_ok(), "{address}");
        let plain = address.replacen("https", "http", 1);
        assert!(matches!(strict.check(&plain), Err(Blocked::Scheme(_))), "{plain}");
        assert!(PUBLIC.check(&plain).is_ok(), "{plain}");
    }
    let open = Guard { allow_private: true, allow_plain: false };
    for address in
        ["http://127.0.0.1:7000", "http://localhost:7000", "http://[::1]:7000", "http://10.1.2.3", "http://100.64.0.1"]
    {
        assert!(open.check(address).is_ok(), "{address}");
    }
}

#[test]
fn a_base_address_has_no_query_and_no_last_slash() {
    let base = |text| Guard::default().check_base(text).map(|url| url.to_string());
    assert_eq!(base("https://agency.example/wire//").unwrap(), "https://agency.example/wire");
    assert_eq!(base("https://agency.example").unwrap(), "https://agency.example/");
    assert_eq!(base("https://agency.example/?x=1"), Err(Blocked::Tail));
}

fn answering(addresses: &'static [&'static str]) -> Lookup {
    Arc::new(|_| {
        let found = addresses.iter().map(|text| text.parse().unwrap()).collect();
        Box::pin(async { Ok(found) })
    })
}

#[tokio::test]
async fn a_name_that_leads_into_the_house_is_not_connected_to() {
    let resolve = |addresses, proxy: Option<&str>| {
        let resolver = GuardedResolver::new(Guard::default(), answering(addresses), proxy.map(str::to_owned));
        async move {
            let found = resolver.addresses("wire.example").await;
            found
                .map(|found| found.iter().map(|a| a.ip().to_string()).collect())
                .unwrap_or_else(|e| vec![e.to_string()])
        }
    };
    assert_eq!(resolve(&["8.8.8.8"], None).await, ["8.8.8.8"]);
    assert_eq!(resolve(&["10.0.0.1", "8.8.8.8", "::1"], None).await, ["8.8.8.8"]);
    assert!(resolve(&["10.0.0.1", "::1"], None).await[0].contains("10.0.0.1 is not a public address"));
    assert!(resolve(&["::ffff:10.0.0.1"], None).await[0].contains("not a public address"));
    assert!(resolve(&[], None).await[0].contains("no permitted address"));
    // Through a proxy nothing but the proxy is looked up, and it may stand in the house.
    assert!(resolve(&["8.8.8.8"], Some("proxy.house")).await[0].contains("not a public name"));
    assert_eq!(resolve(&["10.0.0.1"], Some("wire.example")).await, ["10.0.0.1"]);
}
