//! Files between two endpoints on loopback, and peers that lie about them.

use std::path::PathBuf;

use palabre_domain::id::Hash;
use palabre_domain::words::MAX_ATTACHMENT;

use super::links::{net, pair};
use crate::{FileError, Net, NetError};

/// Gives what `find` says to whoever asks, as long as the test lasts.
fn give(net: &Net, find: impl Fn(&Hash) -> Option<PathBuf> + Clone + Send + Sync + 'static) {
    let net = net.clone();
    tokio::spawn(async move {
        while let Some(asking) = net.asking().await {
            tokio::spawn(asking.answer(find.clone()));
        }
    });
}

/// A file of so many bytes, with its hash.
fn file(folder: &tempfile::TempDir, size: usize) -> (PathBuf, Hash, Vec<u8>) {
    let bytes: Vec<u8> = (0..size).map(|i| (i * 31 % 251) as u8).collect();
    let path = folder.path().join(size.to_string());
    std::fs::write(&path, &bytes).unwrap();
    (path, Hash::of(&bytes), bytes)
}

#[tokio::test]
async fn a_file_comes_whole_and_says_how_far_it_is() {
    let ana = net(1).await;
    let folder = tempfile::tempdir().unwrap();
    for (number, size) in (2..).zip([0, 1, 1_000, 3 << 20, MAX_ATTACHMENT as usize]) {
        let (path, hash, bytes) = file(&folder, size);
        let bo = net(number).await;
        give(&bo, move |asked| (*asked == hash).then(|| path.clone()));
        let mut seen = 0;
        let wanted = (hash, size as u64);
        let came = ana.fetch_file(bo.device(), &bo.local_addresses(), wanted, |n| seen = n).await.unwrap();
        assert!(came == bytes && seen <= size as u64, "{size} bytes");
        assert!(seen > 0 || size < 2_000_000, "a long one says how far it is");
    }
}

#[tokio::test]
async fn who_may_not_have_a_file_does_not_get_it() {
    let (ana, bo) = pair().await;
    let folder = tempfile::tempdir().unwrap();
    let (_, hash, _) = file(&folder, 100);
    give(&bo, |_| None);
    let came = ana.fetch_file(bo.device(), &bo.local_addresses(), (hash, 100), |_| {}).await;
    assert_eq!(came, Err(FileError::NotThere));
    let refused = ana.fetch_file(ana.device(), &ana.local_addresses(), (hash, 100), |_| {}).await;
    assert_eq!(refused, Err(FileError::Net(NetError::Myself)));
}

#[tokio::test]
async fn a_file_that_is_another_or_longer_is_refused() {
    let (ana, bo) = pair().await;
    let folder = tempfile::tempdir().unwrap();
    let (path, hash, _) = file(&folder, 300_000);
    // What lies there under that name was changed.
    let changed = folder.path().join("changed");
    std::fs::write(&changed, b"something else").unwrap();
    let other = Hash::of(b"not this");
    give(&bo, move |asked| Some(if *asked == hash { path.clone() } else { changed.clone() }));
    let to = (bo.device(), bo.local_addresses());
    let came = ana.fetch_file(to.0, &to.1, (other, 14), |_| {}).await;
    assert_eq!(came, Err(FileError::NotThere));
    let longer = ana.fetch_file(to.0, &to.1, (hash, 100), |_| {}).await;
    assert_eq!(longer, Err(FileError::Other));
    let shorter = ana.fetch_file(to.0, &to.1, (hash, 300_001), |_| {}).await;
    assert_eq!(shorter, Err(FileError::Other));
    let huge = ana.fetch_file(to.0, &to.1, (hash, MAX_ATTACHMENT + 1), |_| {}).await;
    assert_eq!(huge, Err(FileError::Other));
    assert!(ana.fetch_file(to.0, &to.1, (hash, 300_000), |_| {}).await.is_ok());
}

#[tokio::test]
async fn bytes_that_are_not_the_file_are_thrown_away_as_they_come() {
    let liar = iroh::Endpoint::builder(iroh::endpoint::presets::Minimal)
        .relay_mode(iroh::RelayMode::Disabled)
        .alpns(vec![iroh_blobs::ALPN.to_vec()])
        .clear_ip_transports()
        .bind_addr("127.0.0.1:0")
        .unwrap()
        .bind()
        .await
        .unwrap();
    let device = palabre_domain::id::DeviceId(*liar.id().as_bytes());
    let addresses: Vec<_> = liar.addr().ip_addrs().copied().chain(liar.bound_sockets()).collect();
    let lying = liar.clone();
    tokio::spawn(async move {
        let connection = lying.accept().await.unwrap().accept().unwrap().await.unwrap();
        let (mut send, _recv) = connection.accept_bi().await.unwrap();
        send.write_all(&4_000_u64.to_le_bytes()).await.unwrap();
        send.write_all(&[7; 8_000]).await.unwrap();
        connection.closed().await;
    });
    let ana = net(1).await;
    let came = ana.fetch_file(device, &addresses, (Hash::of(b"the file"), 4_000), |_| {}).await;
    assert!(matches!(came, Err(FileError::NotThere | FileError::Stopped)), "{came:?}");
}
