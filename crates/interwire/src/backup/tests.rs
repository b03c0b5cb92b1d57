//! A backup of a running node is whole, and what is restored is the same; a damaged one is refused.

use super::manifest::MANIFEST;
use super::*;
use crate::store::testing::*;
use interwire_core::exchange::store::Store;

fn time() -> Time {
    Time::from_ms(1_795_000_000_000)
}

/// A store with a small and a large blob, and its backup; the writer still has a transaction open meanwhile.
fn backed_up() -> (Bench, tempfile::TempDir, Manifest) {
    let bench = Bench::new();
    let mut writer = bench.writer();
    let mut tx = writer.begin().unwrap();
    for bytes in [b"small".to_vec(), vec![7; 200_000]] {
        tx.put_blob(&Hash::of(&bytes), &bytes).unwrap();
    }
    tx.commit().unwrap();
    let mut tx = writer.begin().unwrap();
    tx.put_item(&item_row(&item("hanoi", 1), None, None)).unwrap();
    tx.flush().unwrap();
    let dest = tempfile::tempdir().unwrap();
    let manifest = bench.runtime.block_on(backup(bench.db(), dest.path(), time())).unwrap();
    drop(tx);
    writer.close().unwrap();
    (bench, dest, manifest)
}

#[test]
fn a_backup_taken_while_the_node_writes_restores_to_what_was_committed() {
    let (bench, dest, manifest) = backed_up();
    assert_eq!(manifest.files.len(), 2);
    let dir = tempfile::tempdir().unwrap();
    let restored = bench.runtime.block_on(restore(dest.path(), &dir.path().join("data"))).unwrap();
    assert_eq!(restored, manifest);
    let db = bench.runtime.block_on(Db::open(&dir.path().join("data"))).unwrap();
    let mut writer = bench.runtime.block_on(db.writer()).unwrap();
    let mut tx = writer.begin().unwrap();
    assert_eq!(tx.blob(&Hash::of(b"small")).unwrap(), Some(b"small".to_vec()));
    assert_eq!(tx.blob(&Hash::of(&[7; 200_000])).unwrap(), Some(vec![7; 200_000]));
    assert_eq!(tx.item(&item("hanoi", 1)).unwrap(), None);
}

#[test]
fn neither_backup_nor_restore_writes_over_anything() {
    let (bench, dest, _) = backed_up();
    let full = tempfile::tempdir().unwrap();
    std::fs::write(full.path().join("x"), b"x").unwrap();
    let again = bench.runtime.block_on(backup(bench.db(), full.path(), time()));
    assert!(matches!(again, Err(BackupError::NotEmpty(_))));
    let over = bench.runtime.block_on(restore(dest.path(), full.path()));
    assert!(matches!(over, Err(BackupError::NotEmpty(_))));
}

#[test]
fn a_damaged_or_forged_backup_is_refused_and_leaves_nothing() {
    let (bench, dest, manifest) = backed_up();
    let dir = tempfile::tempdir().unwrap();
    let refused = |wanted: fn(&BackupError) -> bool| {
        let error = bench.runtime.block_on(restore(dest.path(), dir.path())).unwrap_err();
        assert!(wanted(&error), "{error}");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    };
    for entry in &manifest.files {
        let path = dest.path().join(&entry.name);
        let whole = std::fs::read(&path).unwrap();
        // The large blob is the node's own file under a second name: write another file.
        std::fs::remove_file(&path).unwrap();
        let mut bytes = whole.clone();
        bytes[4321] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        refused(|e| matches!(e, BackupError::Damaged(_)));
        std::fs::remove_file(&path).unwrap();
        refused(|e| matches!(e, BackupError::Damaged(_)));
        std::fs::write(&path, &whole).unwrap();
    }
    let good = std::fs::read_to_string(dest.path().join(MANIFEST)).unwrap();
    for bad in [good.replace(DATABASE, "../../etc/x"), good.replace("\"v\":1", "\"v\":2"), good[1..].to_owned()] {
        std::fs::write(dest.path().join(MANIFEST), bad).unwrap();
        refused(|e| matches!(e, BackupError::NotBackup { .. }));
    }
    std::fs::remove_file(dest.path().join(MANIFEST)).unwrap();
    refused(|e| matches!(e, BackupError::NotBackup { .. }));
    let mut bench = bench;
    bench.close();
}
