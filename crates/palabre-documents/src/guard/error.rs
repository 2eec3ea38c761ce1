//! Why some bytes are not let through.

/// The rule that some bytes break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// They do not begin as Automerge's chunks do.
    #[error("these bytes are no Automerge chunk")]
    Magic,
    /// The chunk is not a plain change: it is compressed, a document or a bundle.
    #[error("only plain changes are read, no compressed ones and no documents")]
    Chunk,
    /// They end too early, go on after their end, or are more than an entry can carry.
    #[error("the length of the change is not what it says, or more than an entry can carry")]
    Length,
    /// The checksum is not that of the content.
    #[error("the checksum does not fit the change")]
    Checksum,
    /// A number takes more bytes than it needs, or does not fit its type.
    #[error("a number is not written in its shortest form")]
    Number,
    /// An actor is not a device, or the list of other devices is not sorted.
    #[error("a change names devices by their 32 bytes, each once and in order")]
    Actor,
    /// The change carries a time.
    #[error("a change carries no time of its own")]
    Time,
    /// The change carries a message.
    #[error("a change carries no message of its own")]
    Message,
    /// The change carries bytes after its operations.
    #[error("a change carries nothing after its operations")]
    Extra,
    /// Too many dependencies, or not sorted, or one twice.
    #[error("what a change builds on is named once each, in order, and at most 1,024 times")]
    Deps,
    /// Too many columns, out of order, or unknown ones.
    #[error("the change has columns that this version does not know")]
    Columns,
    /// A column is compressed.
    #[error("the change has a compressed column")]
    Deflated,
    /// More operations than one change may hold.
    #[error("a change holds at most 8,192 operations")]
    Ops,
    /// Keys or mark names that are too long once written out.
    #[error("the keys of the change are too long")]
    Text,
    /// The number of a change or of an operation is zero or too great.
    #[error("the number of a change or of an operation is out of range")]
    Counter,
    /// Automerge cannot read it.
    #[error("Automerge cannot read the change")]
    Unreadable,
    /// A voice holds something else than set and delete at its root.
    #[error("a voice only sets and deletes keys at its root")]
    VoiceOperation,
    /// A voice has a key that no voice may have.
    #[error("a key of a voice is 1 to 120 of a-z, 0-9, / and -")]
    VoiceKey,
    /// A voice holds a value of a type that no voice may hold.
    #[error("a voice holds only bytes, texts, whole numbers and yes or no")]
    VoiceValue,
    /// A voice replaces something that cannot come before it, or something twice; or a delete replaces nothing.
    #[error("a voice replaces only what came before, each once and in order, and a delete something")]
    VoicePred,
    /// A voice is not written as our encoder writes it.
    #[error("the change is not in its canonical form")]
    VoiceForm,
}

impl GuardError {
    /// Returns the stable word by which logs, tests and other programs know this rule.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Magic => "guard.magic",
            Self::Chunk => "guard.chunk",
            Self::Length => "guard.length",
            Self::Checksum => "guard.checksum",
            Self::Number => "guard.number",
            Self::Actor => "guard.actor",
            Self::Time => "guard.time",
            Self::Message => "guard.message",
            Self::Extra => "guard.extra",
            Self::Deps => "guard.deps",
            Self::Columns => "guard.columns",
            Self::Deflated => "guard.deflated",
            Self::Ops => "guard.ops",
            Self::Text => "guard.text",
            Self::Counter => "guard.counter",
            Self::Unreadable => "guard.unreadable",
            Self::VoiceOperation => "guard.voice.operation",
            Self::VoiceKey => "guard.voice.key",
            Self::VoiceValue => "guard.voice.value",
            Self::VoicePred => "guard.voice.pred",
            Self::VoiceForm => "guard.voice.form",
        }
    }
}
