//! A picture made of nothing but arithmetic, written as PNG (RFC 2083) without compression.

/// A picture of `width` by `height` pixels: bands of colour over a shade.
#[must_use]
pub fn png(width: u32, height: u32, shade: u8) -> Vec<u8> {
    let mut lines = Vec::new();
    for y in 0..height {
        lines.push(0);
        for x in 0..width {
            let wave = |n: u32| u8::try_from(n % 256).unwrap_or(0);
            lines.extend([wave(x * 255 / width), wave(y * 255 / height), shade.wrapping_add(wave((x ^ y) / 4))]);
        }
    }
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    // 8 bits a channel, RGB, no filter method but the default one, not interlaced.
    let header = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    chunk(&mut out, b"IHDR", &header);
    chunk(&mut out, b"IDAT", &stored(&lines));
    chunk(&mut out, b"IEND", &[]);
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    out.extend(u32::try_from(data.len()).unwrap_or(0).to_be_bytes());
    let body = [kind.as_slice(), data].concat();
    out.extend(&body);
    out.extend(crc(&body).to_be_bytes());
}

/// A zlib stream (RFC 1950) of stored blocks (RFC 1951 section 3.2.4).
fn stored(data: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let mut blocks = data.chunks(0xffff).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(0);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in data {
        a = (a + u32::from(*byte)) % 65521;
        b = (b + a) % 65521;
    }
    out.extend((b << 16 | a).to_be_bytes());
    out
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xedb8_8320 ^ (c >> 1) } else { c >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_the_standards() {
        assert_eq!(crc(b"123456789"), 0xcbf4_3926);
        assert_eq!(stored(b"Wikipedia")[16..], 0x11e6_0398_u32.to_be_bytes());
        assert_eq!(png(2, 2, 0).len(), 8 + 25 + 12 + (2 + 5 + 14 + 4) + 12);
    }
}
