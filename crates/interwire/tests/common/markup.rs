//! Markup by which a source may try to act in a reader's browser.
#![allow(dead_code, missing_docs, reason = "shared by several test binaries; each uses a part")]

/// 120 strings that a source may write to make a reader's browser act.
pub fn hostile() -> Vec<String> {
    let acts = [
        "<script>document.documentElement.dataset.pwned=1</script>",
        "<img src=x onerror=\"document.documentElement.dataset.pwned=1\">",
        "<svg onload=document.documentElement.dataset.pwned=1>",
        "<svg><script>document.documentElement.dataset.pwned=1</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=document.documentElement.dataset.pwned=1>",
        "<a href=\"javascript:document.documentElement.dataset.pwned=1\">x</a>",
        "<a href=\"java\tscript:document.documentElement.dataset.pwned=1\">x</a>",
        "<a href=\"data:text/html,<script>1</script>\">x</a>",
        "<iframe srcdoc=\"<script>parent.document.documentElement.dataset.pwned=1</script>\"></iframe>",
        "<style>body{display:none}</style>",
        "<p style=\"position:fixed;inset:0\" onclick=\"document.documentElement.dataset.pwned=1\">x</p>",
        "<form action=//evil.example><button formaction=javascript:1>x</button></form>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
        "<base href=//evil.example><link rel=stylesheet href=//evil.example>",
        "<noscript><p title=\"</noscript><img src=x onerror=document.documentElement.dataset.pwned=1>\">",
        "<template><script>document.documentElement.dataset.pwned=1</script></template>",
        "<details open ontoggle=document.documentElement.dataset.pwned=1>",
        "<object data=javascript:1></object><embed src=javascript:1>",
        "<video><source onerror=document.documentElement.dataset.pwned=1></video>",
        "\" autofocus onfocus=document.documentElement.dataset.pwned=1 x=\"",
    ];
    let around = ["{}", "</title>{}", "--><!-- {} -->", "<![CDATA[{}]]>", "\"'>{}", "</bdi></a></p></li>{}"];
    acts.iter().flat_map(|act| around.iter().map(move |frame| frame.replace("{}", act))).collect()
}
