//! What can befall the worker, and what the reader is told about it.

use crate::lesson::{Describe, Lang};
use crate::train::JobError;

/// Why a worker was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cause {
    /// It panicked, and could still say why.
    Panic(String),
    /// The browser stopped it: an uncaught error, no memory left, a file missing or blocked.
    Script(String),
    /// It has not answered for too long.
    Silent,
    /// It sent something that is not a message.
    Unreadable,
}

/// Something that the reader has to know about the worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// A new worker goes on from the last checkpoint. Can be dismissed.
    Restarted(Cause),
    /// It was lost too often. Offer "start again".
    GaveUp(Cause),
    /// It could not start at all. Offer "start again".
    NotStarted(Cause),
    /// Page and worker are of different versions. Offer a reload.
    Outdated,
}

/// Why a question has no answer.
#[derive(Clone, PartialEq, Debug)]
pub enum AskError {
    /// The worker was lost meanwhile; ask again.
    Lost,
    /// The job was closed or replaced: nobody waits for the answer any more. Not worth a message.
    Closed,
    Job(JobError),
}

impl Describe for Cause {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (Cause::Panic(what), Lang::En) => format!("a fault in the program: {what}"),
            (Cause::Panic(what), Lang::ZhHant) => format!("程式錯誤：{what}"),
            (Cause::Script(what), Lang::En) => format!("the browser reported: {what}"),
            (Cause::Script(what), Lang::ZhHant) => format!("瀏覽器回報：{what}"),
            (Cause::Silent, Lang::En) => "it no longer answered".into(),
            (Cause::Silent, Lang::ZhHant) => "沒有回應".into(),
            (Cause::Unreadable, Lang::En) => "it sent an unreadable message".into(),
            (Cause::Unreadable, Lang::ZhHant) => "傳來無法解讀的訊息".into(),
        }
    }
}

impl Describe for Trouble {
    fn describe(&self, lang: Lang) -> String {
        let cause = match self {
            Trouble::Restarted(cause) | Trouble::GaveUp(cause) | Trouble::NotStarted(cause) => {
                cause.describe(lang)
            }
            Trouble::Outdated => String::new(),
        };
        match (self, lang) {
            (Trouble::Restarted(_), Lang::En) => {
                format!("The background computation stopped ({cause}). A new one goes on from the last saved state, at most a few seconds back.")
            }
            (Trouble::Restarted(_), Lang::ZhHant) => {
                format!("背景運算中斷了（{cause}）。已從最近一次保存的狀態重新接上，最多倒退幾秒。")
            }
            (Trouble::GaveUp(_), Lang::En) => {
                format!("The background computation stopped three times in a short while ({cause}). Start it again, or choose a smaller model first.")
            }
            (Trouble::GaveUp(_), Lang::ZhHant) => {
                format!("背景運算短時間內中斷了三次（{cause}）。可以重新啟動，或先改用較小的模型。")
            }
            (Trouble::NotStarted(_), Lang::En) => {
                format!("The background computation could not start ({cause}). Check the connection and try again.")
            }
            (Trouble::NotStarted(_), Lang::ZhHant) => format!("背景運算無法啟動（{cause}）。請檢查網路連線，再試一次。"),
            (Trouble::Outdated, Lang::En) => "The site has been updated since this page was opened. Reload to go on; your settings stay in the link.".into(),
            (Trouble::Outdated, Lang::ZhHant) => "這個頁面開啟之後，網站已經更新。請重新載入；你的設定都保留在連結裡。".into(),
        }
    }
}

impl Describe for AskError {
    fn describe(&self, lang: Lang) -> String {
        match (self, lang) {
            (AskError::Lost, Lang::En) => {
                "The background computation was restarted before it could answer. Try again.".into()
            }
            (AskError::Lost, Lang::ZhHant) => "背景運算在回答之前重新啟動了，請再試一次。".into(),
            (AskError::Closed, Lang::En) => {
                "The computation was closed before it could answer.".into()
            }
            (AskError::Closed, Lang::ZhHant) => "這項運算在回答之前已經關閉。".into(),
            (AskError::Job(error), lang) => error.describe(lang),
        }
    }
}
