//! How much of what one device may write an entry takes up.

use palabre_feeds::entry::{Entry, Kind};

use crate::guard::read_voice;
use crate::voice::{Key, Said};

/// A file that an entry attaches counts with this part of its declared length. It travels only to those who ask for it,
/// while every body travels to everybody; and whoever attaches a picture a week for ten years is no flooder.
pub const FILE_SHARE: u64 = 16;

/// Returns how many bytes an entry counts for: its body, and its share of the files that it attaches.
pub fn weight(entry: &Entry) -> u64 {
    let body = entry.body.len() as u64;
    // Keys stand in the clear, so that most voices need not be read for this.
    if entry.kind() != Some(Kind::Voice) || !entry.body.windows(5).any(|bytes| bytes == b"file/") {
        return body;
    }
    let Ok(change) = read_voice(&entry.body) else { return body };
    let files = change.ops.iter().filter_map(|op| match (Key::parse(&op.key)?, op.value.as_ref()?) {
        (key @ Key::File(_), value) => match Said::read(&key, value)? {
            Said::File(file) => Some(file.size.div_ceil(FILE_SHARE)),
            _ => None,
        },
        _ => None,
    });
    files.fold(body, u64::saturating_add)
}

#[cfg(test)]
mod tests {
    use palabre_domain::id::{DeviceId, EntryId, Hash, RecordId};
    use palabre_domain::words::{Attachment, ItemId};
    use palabre_feeds::entry::{Header, VERSION};

    use super::*;
    use crate::guard::{VoiceDraft, VoiceOp, write_voice};

    fn entry(kind: Kind, body: Vec<u8>) -> Entry {
        let header = Header {
            v: VERSION,
            device: DeviceId([2; 32]),
            seq: 1,
            prev: EntryId::ZERO,
            epoch: EntryId::ZERO,
            at: 0,
            kind: kind as u8,
            record: RecordId([9; 32]),
            body_len: body.len() as u32,
            body_hash: Hash::of(&body),
        };
        Entry::from_parts(header, body, None).unwrap()
    }

    fn voice(ops: Vec<(Key, Option<Said>)>) -> Vec<u8> {
        let device = DeviceId([2; 32]);
        let op = |(key, said): (Key, Option<Said>)| VoiceOp {
            key: key.text(),
            value: said.map(|said| said.value()),
            pred: Vec::new(),
        };
        let ops = ops.into_iter().map(op).collect();
        write_voice(VoiceDraft { device, seq: 1, start_op: 1, deps: Vec::new(), ops }).unwrap()
    }

    #[test]
    fn attached_files_count_with_their_share() {
        let file = |n: u8, size| {
            let file = Attachment { hash: Hash([n; 32]), size, name: "plan.pdf".into() };
            (Key::File(ItemId([n; 8])), Some(Said::File(file)))
        };
        let body = voice(vec![file(1, 1 << 20), file(2, 15)]);
        let bytes = body.len() as u64;
        assert_eq!(weight(&entry(Kind::Voice, body.clone())), bytes + (1 << 16) + 1);
        assert_eq!(weight(&entry(Kind::Part, body.clone())), bytes, "only a voice attaches");
        assert_eq!(weight(&entry(Kind::Voice, [&body[..], b"x"].concat())), bytes + 1, "what cannot be read");
        let other = voice(vec![(Key::Leave, Some(Said::YES))]);
        assert_eq!(weight(&entry(Kind::Voice, other.clone())), other.len() as u64);
    }
}
