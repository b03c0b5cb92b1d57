//! Small and large blobs, kept, read in pieces, resumed and damaged.

use super::read::BlobReader;
use super::*;
use futures::TryStreamExt;

fn noise(count: usize) -> Vec<u8> {
    (0..count).map(|n| (n * 31 % 251) as u8).collect()
}

async fn take(blobs: &Blobs, bytes: &[u8], max: u64) -> Result<StoredBlob, BlobError> {
    let mut writer = blobs.writer(max);
    for piece in bytes.chunks(10_000) {
        writer.write(piece).await?;
    }
    writer.finish(None).await
}

fn incoming(blobs: &Blobs) -> usize {
    std::fs::read_dir(blobs.dir().join(INCOMING)).unwrap().count()
}

#[tokio::test]
async fn small_blobs_stay_in_memory_and_large_ones_become_files_named_by_their_hash() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(dir.path()).unwrap();
    let small = take(&blobs, &noise(BYTES_IN_ROW_MAX), u64::MAX).await.unwrap();
    assert_eq!(small.bytes.unwrap(), noise(BYTES_IN_ROW_MAX));
    let bytes = noise(BYTES_IN_ROW_MAX + 1);
    let large = take(&blobs, &bytes, u64::MAX).await.unwrap();
    assert_eq!((large.hash, large.bytes), (Hash::of(&bytes), None));
    assert_eq!(std::fs::read(blobs.path(&large.hash)).unwrap(), bytes);
    assert_eq!(incoming(&blobs), 0);
    assert_eq!(blobs.put(&large.hash, &bytes).unwrap().bytes, None);
    assert_eq!(blobs.read(&large.hash, 10).unwrap(), None);
    assert_eq!(blobs.read(&large.hash, 1 << 20).unwrap(), Some(bytes));
}

#[tokio::test]
async fn what_is_too_large_cut_off_or_another_blob_leaves_no_file() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(dir.path()).unwrap();
    assert!(matches!(take(&blobs, &noise(300_000), 200_000).await, Err(BlobError::TooLarge { max: 200_000 })));
    let mut cut = blobs.writer(u64::MAX);
    cut.write(&noise(100_000)).await.unwrap();
    assert_eq!(incoming(&blobs), 1);
    drop(cut);
    let mut other = blobs.writer(u64::MAX);
    other.write(&noise(100_000)).await.unwrap();
    assert!(matches!(other.finish(Some(Hash::of(b"x"))).await, Err(BlobError::Differs { .. })));
    assert_eq!(incoming(&blobs), 0);
}

#[tokio::test]
async fn a_part_left_by_a_crash_is_deleted_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(dir.path()).unwrap();
    std::fs::write(dir.path().join(INCOMING).join("7.part"), b"half").unwrap();
    assert_eq!(incoming(&Blobs::open(dir.path()).unwrap()), 0);
    drop(blobs);
}

#[tokio::test]
async fn any_range_reads_back_from_row_and_file() {
    let dir = tempfile::tempdir().unwrap();
    let blobs = Blobs::open(dir.path()).unwrap();
    let bytes = noise(200_000);
    let stored = take(&blobs, &bytes, u64::MAX).await.unwrap();
    for (first, count) in [(0, u64::MAX), (0, 0), (199_999, 5), (70_000, 70_000), (200_000, 1), (u64::MAX, u64::MAX)] {
        let end = (first.saturating_add(count)).min(200_000) as usize;
        let expected = &bytes[(first.min(200_000) as usize)..end];
        let file = BlobReader::of_file(&blobs, &stored.hash).await.unwrap().unwrap();
        assert_eq!(file.size(), 200_000);
        for reader in [file, BlobReader::of_row(bytes.clone())] {
            let pieces: Vec<Bytes> = reader.stream(first, count).await.unwrap().try_collect().await.unwrap();
            assert_eq!(pieces.concat(), expected, "{first} {count}");
        }
    }
    assert!(BlobReader::of_file(&blobs, &Hash::of(b"x")).await.unwrap().is_none());
}

use bytes::Bytes;
