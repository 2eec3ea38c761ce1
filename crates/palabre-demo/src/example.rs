//! The example as a whole.

use jiff::tz::TimeZone;
use palabre_api::{ApiError, dispatch};
use palabre_node::node::Clock;
use serde::Serialize;
use serde_json::Value;

use crate::calendar::{Calendar, DAY, Language, MINUTE};
use crate::people::Who;
use crate::story::{self, Planned};
use crate::village::{Village, Voice};

/// How many days can be let pass.
pub const DAYS: u32 = 6;

/// How far the story has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// How many days have passed.
    pub day: u32,
    /// How many there are.
    pub days: u32,
    /// How far the example is ahead of the world, in milliseconds.
    pub ahead: i64,
    /// The community's id.
    pub community: String,
}

/// An example that is open.
pub struct Example {
    village: Village,
    acts: Vec<Planned>,
    /// How many of the acts were done.
    done: usize,
    day: u32,
    missed: Vec<ApiError>,
}

impl Example {
    /// Makes the example: twelve people, and everything that they said until now. `world` says what time it is, `zone`
    /// where; `on_progress` hears percents.
    ///
    /// # Errors
    /// When memory cannot be had.
    pub fn open(
        language: Language,
        world: Clock,
        zone: TimeZone,
        mut on_progress: impl FnMut(u32),
    ) -> Result<Self, ApiError> {
        let now = world();
        let calendar = Calendar::new(now, zone);
        let voice = Voice { calendar: calendar.clone(), language };
        let village = story::found(world, &voice)?;
        let mut example = Self { village, acts: story::plan(&voice), done: 0, day: 0, missed: Vec::new() };
        let all = example.acts.iter().filter(|act| act.at <= now).count().max(1);
        example.play(now, |done| on_progress((done * 100 / all) as u32))?;
        // Whoever was met this morning, and then the one whose laptop is always on.
        example.village.time.tell(calendar.before(31));
        example.village.visit(&[Who::Bastien, Who::Julia, Who::Kwame])?;
        example.village.time.tell(calendar.before(8));
        example.village.visit(&[Who::Fatou])?;
        example.village.time.follow(0);
        Ok(example)
    }

    /// Makes a call in Dung's laptop: JSON for JSON.
    ///
    /// # Errors
    /// What the call says.
    pub fn call(&mut self, name: &str, arguments: Value) -> Result<Value, ApiError> {
        dispatch(self.village.node(Who::Dung), name, arguments)
    }

    /// Plays what the others do until this time tomorrow; then all who are not away meet. After the last day nothing
    /// happens any more.
    ///
    /// # Errors
    /// When the laptops cannot meet.
    pub fn pass_a_day(&mut self) -> Result<Standing, ApiError> {
        if self.day == DAYS {
            return Ok(self.standing());
        }
        let ahead = self.village.time.ahead() + DAY;
        let until = self.village.time.now() + DAY;
        self.village.visit(&[Who::Fatou])?;
        let played = self.play(until, |_| ());
        self.village.time.tell(until - MINUTE);
        let met = self.village.visit(&[
            Who::Bastien,
            Who::Chiara,
            Who::Goran,
            Who::Hana,
            Who::Julia,
            Who::Kwame,
            Who::Lina,
        ]);
        self.village.time.tell(until);
        let home = self.village.visit(&[Who::Fatou]);
        self.village.time.follow(ahead);
        played.and(met).and(home)?;
        self.day += 1;
        Ok(self.standing())
    }

    /// Returns how far the story has come.
    pub fn standing(&self) -> Standing {
        Standing {
            day: self.day,
            days: DAYS,
            ahead: self.village.time.ahead(),
            community: self.village.community.to_string(),
        }
    }

    /// Returns what somebody could not do as the story has it, because the visitor had done otherwise.
    pub fn missed(&self) -> &[ApiError] {
        &self.missed
    }

    /// Does everything that was planned until then, in its order.
    fn play(&mut self, until: i64, mut on_done: impl FnMut(usize)) -> Result<(), ApiError> {
        let begun = self.done;
        while let Some(act) = self.acts.get(self.done).filter(|act| act.at <= until) {
            self.village.time.tell(act.at);
            match (act.does)(&mut self.village) {
                Ok(()) => {}
                // Somebody may have counted before, given what was needed, or left.
                Err(error) if self.day > 0 || act.may_miss => self.missed.push(error),
                Err(error) => return Err(error),
            }
            self.done += 1;
            on_done(self.done - begun);
        }
        self.village.time.tell(until);
        self.village.all_meet()
    }
}
