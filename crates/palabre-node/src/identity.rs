//! Who is at home: the public half of it, and the secrets that are opened when something is to be signed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

use bip39::Mnemonic;
use ed25519_dalek::SigningKey;
use palabre_api::ApiError;
use palabre_domain::id::{DeviceId, Hash, MemberId};
use palabre_feeds::body::{DeviceCertificate, MAX_DEVICES};

/// How many of the words are asked for, to see that they were kept.
const ASKED: usize = 3;
/// How many words a member key is.
pub(crate) const WORDS: usize = 24;

/// The secrets of one device.
#[derive(Clone)]
pub struct Secrets {
    /// This device's key.
    pub device: SigningKey,
    /// The member key, until the person has confirmed that they kept the words.
    pub member: Option<SigningKey>,
}

/// Opens secrets that are not in a plain file.
pub(crate) type Opener = Arc<dyn Fn() -> Result<Secrets, ApiError> + Send + Sync>;

/// A person on one device.
#[derive(Clone)]
pub struct Identity {
    /// What the person calls themself.
    pub name: String,
    member: MemberId,
    device: DeviceId,
    certificates: Vec<DeviceCertificate>,
    holds_member_key: bool,
    /// Numbers in tickets that this laptop made for others of mine, whether they were used or not.
    given: BTreeSet<u8>,
    secrets: OnceLock<Secrets>,
    opener: Option<Opener>,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("name", &self.name)
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl Identity {
    /// Makes keys of these secrets: the first device of somebody new.
    pub fn new(name: String, member: [u8; 32], device: [u8; 32]) -> Self {
        let mut identity = Self::of_member(name, &SigningKey::from_bytes(&member), device);
        identity.certify(&BTreeSet::new(), true);
        identity
    }

    /// A further device of somebody whose member key this is. It has no certificate yet: its number depends on the
    /// others.
    pub fn of_member(name: String, member: &SigningKey, device: [u8; 32]) -> Self {
        let device = SigningKey::from_bytes(&device);
        Self {
            name,
            member: MemberId(member.verifying_key().to_bytes()),
            device: DeviceId(device.verifying_key().to_bytes()),
            certificates: Vec::new(),
            holds_member_key: true,
            given: BTreeSet::new(),
            secrets: OnceLock::from(Secrets { device, member: Some(member.clone()) }),
            opener: None,
        }
    }

    /// The same person on the same machine, under a new device key that has no certificate yet.
    pub(crate) fn renewed(&self, member: &SigningKey, device: [u8; 32]) -> Self {
        Self { given: self.given.clone(), ..Self::of_member(self.name.clone(), member, device) }
    }

    /// A further device that another one certified.
    pub fn certified(name: String, device: [u8; 32], certificate: DeviceCertificate) -> Self {
        let device = SigningKey::from_bytes(&device);
        Self {
            name,
            member: certificate.member,
            device: DeviceId(device.verifying_key().to_bytes()),
            certificates: vec![certificate],
            holds_member_key: false,
            given: BTreeSet::new(),
            secrets: OnceLock::from(Secrets { device, member: None }),
            opener: None,
        }
    }

    /// What a file says of somebody; the secrets are opened when they are first needed.
    pub(crate) fn sealed(
        name: String,
        member: MemberId,
        device: DeviceId,
        certificates: Vec<DeviceCertificate>,
        holds_member_key: bool,
        given: BTreeSet<u8>,
        opener: Opener,
    ) -> Self {
        let (secrets, opener) = (OnceLock::new(), Some(opener));
        Self { name, member, device, certificates, holds_member_key, given, secrets, opener }
    }

    /// Returns the member.
    pub fn member_id(&self) -> MemberId {
        self.member
    }

    /// Returns this device.
    pub fn device_id(&self) -> DeviceId {
        self.device
    }

    /// Returns what the member key says of this device: one certificate, unless communities wanted different numbers.
    pub fn certificates(&self) -> &[DeviceCertificate] {
        &self.certificates
    }

    /// Returns true when the secrets are those that were read.
    pub(crate) fn is_as_read(&self) -> bool {
        self.opener.is_some()
    }

    /// Returns the numbers in tickets that this laptop made.
    pub fn given(&self) -> &BTreeSet<u8> {
        &self.given
    }

    /// Returns the number of one more device, where these are taken, and keeps in mind that it was given: two tickets
    /// of one number would close both laptops. Once all are given, those that nobody was seen with are given again.
    pub(crate) fn give_number(&mut self, taken: &BTreeSet<u8>) -> Option<u8> {
        let free = || (1..=MAX_DEVICES).filter(|number| !taken.contains(number));
        let number = free().find(|number| !self.given.contains(number)).or_else(|| free().next())?;
        self.given.insert(number);
        Some(number)
    }

    /// Returns the secrets, and opens them if nobody has yet.
    ///
    /// # Errors
    /// When they cannot be opened, or are somebody else's.
    pub fn secrets(&self) -> Result<&Secrets, ApiError> {
        if let Some(secrets) = self.secrets.get() {
            return Ok(secrets);
        }
        let opened = match &self.opener {
            Some(opener) => opener()?,
            None => return Err(foreign_keys()),
        };
        let device = DeviceId(opened.device.verifying_key().to_bytes());
        let member = opened.member.as_ref().map(|key| MemberId(key.verifying_key().to_bytes()));
        if device != self.device || member.is_some_and(|member| member != self.member) {
            return Err(foreign_keys());
        }
        Ok(self.secrets.get_or_init(|| opened))
    }

    /// Returns true when the member key is on this device.
    pub fn has_member_key(&self) -> bool {
        self.holds_member_key
    }

    /// Returns the member key.
    ///
    /// # Errors
    /// When the person has taken it off this device, or the secrets cannot be opened.
    pub fn member_key(&self) -> Result<&SigningKey, ApiError> {
        self.secrets()?.member.as_ref().ok_or_else(|| {
            ApiError::new(
                "me.words-needed",
                "This needs your 24 words: the key that they are is no longer on this laptop.",
                "Give them with --words, or use a laptop that still holds the key.",
            )
        })
    }

    /// Returns the same with its secrets opened, to be put somewhere anew.
    pub(crate) fn opened(&self) -> Result<Self, ApiError> {
        self.secrets()?;
        Ok(Self { opener: None, ..self.clone() })
    }

    /// Forgets the member key: the person has the words.
    pub(crate) fn without_member_key(&self) -> Result<Self, ApiError> {
        let secrets = Secrets { member: None, ..self.secrets()?.clone() };
        let secrets = OnceLock::from(secrets);
        Ok(Self { holds_member_key: false, secrets, opener: None, ..self.clone() })
    }

    /// Returns a certificate of this device with a number that is free where these are taken, and makes one if need
    /// be and the member key is here. `sure`: all that are taken are known. If not, the number is sought from the
    /// end, where it meets none that was given in order.
    pub(crate) fn certify(&mut self, taken: &BTreeSet<u8>, sure: bool) -> Option<DeviceCertificate> {
        if let Some(known) = self.certificates.iter().find(|one| !taken.contains(&one.number)) {
            return Some(known.clone());
        }
        let mut free = (1..=MAX_DEVICES).filter(|number| !taken.contains(number));
        let number = if sure { free.next() } else { free.next_back() }?;
        let certificate = DeviceCertificate::write(self.member_key().ok()?, self.device, number);
        self.certificates.push(certificate.clone());
        Some(certificate)
    }
}

fn foreign_keys() -> ApiError {
    ApiError::new(
        "home.foreign-keys",
        "The secrets that were found belong to another laptop.",
        "Put back the ones that belong to this home, or restore from your words in a new one.",
    )
}

/// Returns the words of a member key.
pub fn words_of(member: &SigningKey) -> Vec<String> {
    // 32 bytes are always 24 words.
    let words = Mnemonic::from_entropy(member.as_bytes()).expect("a key is 32 bytes");
    words.words().map(str::to_owned).collect()
}

/// Reads a member key from its words, in any case, however they are spaced.
///
/// # Errors
/// When they are not 24, one is not on the list, or one is wrong: the sum does not fit then.
pub fn key_of(words: &str) -> Result<SigningKey, ApiError> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let wrong = |message: String, hint: &str| Err(ApiError::new("words.wrong", message, hint));
    if words.len() != WORDS {
        return wrong(
            format!("These are {} words, and there have to be {WORDS}.", words.len()),
            "Write all of them, in their order.",
        );
    }
    let list = bip39::Language::English;
    if let Some(unknown) = words.iter().find(|word| list.find_word(word).is_none()) {
        let near: Vec<&str> = unknown
            .get(..3)
            .map(|start| list.words_by_prefix(start).iter().copied().take(4).collect())
            .unwrap_or_default();
        let hint = match near.join(", ") {
            near if near.is_empty() => "Look at the paper once more.".to_owned(),
            near => format!("Perhaps one of these: {near}."),
        };
        return Err(ApiError::new("words.wrong", format!("{unknown:?} is none of the words."), hint));
    }
    match Mnemonic::parse_in_normalized(list, &words.join(" "))
        .ok()
        .and_then(|m| m.to_entropy().try_into().ok())
    {
        Some(entropy) => Ok(SigningKey::from_bytes(&entropy)),
        None => wrong(
            "These are words, but not these words in this order.".to_owned(),
            "One is wrong, or two have changed places. Look at the paper once more.",
        ),
    }
}

/// Returns which of the words are asked for to see that they were kept: always the same three, counted from 1.
pub fn asked_words(member: &MemberId) -> Vec<usize> {
    let mut asked = BTreeSet::new();
    for byte in Hash::of(&member.0).0 {
        asked.insert(usize::from(byte) % WORDS + 1);
        if asked.len() == ASKED {
            break;
        }
    }
    asked.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_key_and_a_wrong_one_is_named() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let words = words_of(&key);
        assert_eq!(words.len(), 24);
        assert_eq!(key_of(&words.join("  ").to_uppercase()).unwrap().as_bytes(), key.as_bytes());

        let mut wrong = words.clone();
        wrong[4] = "palabre".into();
        assert!(key_of(&wrong.join(" ")).unwrap_err().message.contains("\"palabre\" is none"));
        let mut swapped = words.clone();
        swapped.swap(0, 23);
        assert!(key_of(&swapped.join(" ")).unwrap_err().message.contains("in this order"));
        assert!(key_of("one two").unwrap_err().message.contains("2 words"));
    }

    #[test]
    fn three_words_are_asked_for_and_always_the_same() {
        for seed in 0..50u8 {
            let member = MemberId([seed; 32]);
            let asked = asked_words(&member);
            assert_eq!(asked.len(), 3);
            assert!(asked.iter().all(|place| (1..=24).contains(place)));
            assert_eq!(asked, asked_words(&member));
        }
    }

    #[test]
    fn a_device_takes_a_number_that_is_free() {
        let mut first = Identity::new("Ana".into(), [1; 32], [2; 32]);
        assert_eq!(first.certify(&BTreeSet::new(), true).unwrap().number, 1);
        assert_eq!(first.certify(&BTreeSet::from([1, 2]), true).unwrap().number, 3);
        assert_eq!(first.clone().certify(&BTreeSet::from([1, 3]), false).unwrap().number, 16);
        assert_eq!(first.certificates().len(), 2);
        assert!(first.certify(&(1..=16).collect(), true).is_none());
        let mut bare = first.without_member_key().unwrap();
        assert_eq!(bare.certify(&BTreeSet::from([1]), true).unwrap().number, 3);
        assert!(bare.certify(&BTreeSet::from([1, 3]), true).is_none());
        let mut taken: BTreeSet<u8> = (1..=13).collect();
        assert_eq!([0; 4].map(|_| first.give_number(&taken)), [14, 15, 16, 14].map(Some));
        taken.extend([14, 15, 16]);
        assert_eq!(first.give_number(&taken), None);
        assert_eq!(bare.member_key().unwrap_err().code, "me.words-needed");
    }
}
