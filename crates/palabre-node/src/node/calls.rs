//! Which answer belongs to which call.

use palabre_api::{ApiError, Handler, ask, row};

use super::{Node, people};

impl Handler for Node {
    fn me_new(&mut self, ask: ask::MeNew) -> Result<row::Me, ApiError> {
        self.begin(ask.name)
    }

    fn me_show(&mut self, _: ask::MeShow) -> Result<row::Me, ApiError> {
        self.show_me()
    }

    fn me_words(&mut self, ask: ask::MeWords) -> Result<row::Words, ApiError> {
        self.show_words(&ask)
    }

    fn me_restore(&mut self, ask: ask::MeRestore) -> Result<row::Me, ApiError> {
        self.restore_me(&ask)
    }

    fn me_keys(&mut self, ask: ask::MeKeys) -> Result<row::Me, ApiError> {
        self.move_keys(ask.place.as_deref())
    }

    fn backup(&mut self, ask: ask::Backup) -> Result<row::BackedUp, ApiError> {
        self.save_backup(&ask.file)
    }

    fn restore(&mut self, ask: ask::Restore) -> Result<row::Me, ApiError> {
        self.restore_backup(&ask)
    }

    fn device_add(&mut self, ask: ask::DeviceAdd) -> Result<row::DeviceTicket, ApiError> {
        self.make_device_ticket(ask)
    }

    fn device_renew(&mut self, ask: ask::DeviceRenew) -> Result<row::Devices, ApiError> {
        self.renew_device(&ask)
    }

    fn device_list(&mut self, ask: ask::DeviceList) -> Result<row::Devices, ApiError> {
        self.list_devices(ask.who.as_deref())
    }

    fn device_revoke(&mut self, ask: ask::DeviceRevoke) -> Result<row::Devices, ApiError> {
        self.revoke_device(&ask)
    }

    fn device_suspend(&mut self, ask: ask::DeviceSuspend) -> Result<row::Devices, ApiError> {
        self.suspend_device(&ask)
    }

    fn found(&mut self, ask: ask::Found) -> Result<row::Community, ApiError> {
        self.found_community(ask)
    }

    fn refound(&mut self, ask: ask::Refound) -> Result<row::Refounded, ApiError> {
        Self::refound(self, ask)
    }

    fn look(&mut self, ask: ask::Look) -> Result<row::InviteCard, ApiError> {
        people::look(&ask.ticket)
    }

    fn join(&mut self, ask: ask::Join) -> Result<row::Joined, ApiError> {
        self.join_community(&ask.ticket)
    }

    fn invite(&mut self, ask: ask::Invite) -> Result<row::Invite, ApiError> {
        self.make_invite(ask)
    }

    fn member_vouch(&mut self, ask: ask::MemberVouch) -> Result<row::Newcomers, ApiError> {
        self.vouch(ask)
    }

    fn member_propose(&mut self, ask: ask::MemberPropose) -> Result<row::Decision, ApiError> {
        self.propose_member(&ask)
    }

    fn member_remove(&mut self, ask: ask::MemberRemove) -> Result<row::Decision, ApiError> {
        self.propose_removal(&ask)
    }

    fn member_formerly(&mut self, ask: ask::MemberFormerly) -> Result<row::Decision, ApiError> {
        self.come_back(&ask)
    }

    fn keyholder_list(&mut self, _: ask::KeyholderList) -> Result<row::Keyholders, ApiError> {
        self.list_keyholders()
    }

    fn keyholder_propose(&mut self, ask: ask::KeyholderPropose) -> Result<row::Decision, ApiError> {
        self.propose_keyholders(&ask)
    }

    fn keyholder_certify(&mut self, ask: ask::KeyholderCertify) -> Result<row::Certifying, ApiError> {
        self.certify(&ask)
    }

    fn charter_show(&mut self, _: ask::CharterShow) -> Result<row::Charter, ApiError> {
        self.show_charter()
    }

    fn charter_propose(&mut self, ask: ask::CharterPropose) -> Result<row::Decision, ApiError> {
        self.propose_charter(&ask)
    }

    fn members(&mut self, ask: ask::Members) -> Result<row::Members, ApiError> {
        self.list_members(ask.profiles)
    }

    fn cause_show(&mut self, _: ask::CauseShow) -> Result<row::Cause, ApiError> {
        self.show_cause()
    }

    fn cause_propose(&mut self, ask: ask::CausePropose) -> Result<row::Decision, ApiError> {
        self.propose_cause(ask)
    }

    fn decision_new(&mut self, ask: ask::DecisionNew) -> Result<row::Decision, ApiError> {
        self.draft_decision(ask)
    }

    fn decision_open(&mut self, ask: ask::DecisionOpen) -> Result<row::Decision, ApiError> {
        self.open_decision(ask)
    }

    fn decision_answer(&mut self, ask: ask::DecisionAnswer) -> Result<row::Decision, ApiError> {
        self.answer(ask)
    }

    fn decision_show(&mut self, ask: ask::DecisionShow) -> Result<row::Decision, ApiError> {
        self.show_decision(&ask)
    }

    fn decision_list(&mut self, ask: ask::DecisionList) -> Result<row::Decisions, ApiError> {
        self.list_decisions(ask)
    }

    fn decision_count(&mut self, ask: ask::DecisionCount) -> Result<row::Decision, ApiError> {
        self.count_answers(&ask.decision)
    }

    fn decision_confirm(&mut self, ask: ask::DecisionConfirm) -> Result<row::Decision, ApiError> {
        self.confirm(ask)
    }

    fn decision_outcome(&mut self, ask: ask::DecisionOutcome) -> Result<row::Decision, ApiError> {
        self.tell_outcome(ask)
    }

    fn decision_export(&mut self, ask: ask::DecisionExport) -> Result<row::Written, ApiError> {
        self.export_decision(ask)
    }

    fn comment(&mut self, ask: ask::Comment) -> Result<row::Thread, ApiError> {
        self.add_comment(ask)
    }

    fn react(&mut self, ask: ask::React) -> Result<row::Thread, ApiError> {
        self.add_reaction(ask)
    }

    fn withdraw(&mut self, ask: ask::Withdraw) -> Result<row::Thread, ApiError> {
        self.withdraw_words(ask)
    }

    fn leave(&mut self, ask: ask::Leave) -> Result<row::Community, ApiError> {
        self.leave_community(&ask.name)
    }

    fn status(&mut self, _: ask::Status) -> Result<row::Status, ApiError> {
        self.show_status()
    }

    fn bundle_export(&mut self, ask: ask::BundleExport) -> Result<row::Written, ApiError> {
        self.export_bundle(ask)
    }

    fn bundle_import(&mut self, ask: ask::BundleImport) -> Result<row::Taken, ApiError> {
        self.import_bundle(&ask.file)
    }

    fn fork_list(&mut self, _: ask::ForkList) -> Result<row::Forks, ApiError> {
        self.list_forks()
    }

    fn fork_export(&mut self, ask: ask::ForkExport) -> Result<row::Written, ApiError> {
        self.export_fork(&ask.device, &ask.file)
    }

    fn fold(&mut self, ask: ask::Fold) -> Result<row::Thread, ApiError> {
        self.fold_comment(ask)
    }

    fn nudge(&mut self, ask: ask::Nudge) -> Result<row::Nudges, ApiError> {
        self.nudge_somebody(ask)
    }

    fn hide(&mut self, ask: ask::Hide) -> Result<row::Thread, ApiError> {
        self.hide_here(ask)
    }

    fn coming(&mut self, ask: ask::Coming) -> Result<row::Dates, ApiError> {
        self.list_dates(ask)
    }

    fn markdown(&mut self, ask: ask::Markdown) -> Result<row::Markdown, ApiError> {
        self.show_markdown(ask)
    }

    fn verify(&mut self, ask: ask::Verify) -> Result<row::Verified, ApiError> {
        crate::recount::verify_file(&ask.file)
    }

    fn doctor(&mut self, ask: ask::Doctor) -> Result<row::Checkup, ApiError> {
        self.check_up(ask.thorough, ask.replay)
    }

    fn mend(&mut self, ask: ask::Mend) -> Result<row::Mended, ApiError> {
        if ask.anew { self.set_home_aside() } else { self.mend_community(&ask) }
    }

    fn decision_amend(&mut self, ask: ask::DecisionAmend) -> Result<row::Decision, ApiError> {
        self.amend_decision(ask)
    }

    fn decision_pass(&mut self, ask: ask::DecisionPass) -> Result<row::Decision, ApiError> {
        self.pass(ask)
    }

    fn decision_template(&mut self, ask: ask::DecisionTemplate) -> Result<row::Written, ApiError> {
        self.save_template(ask)
    }

    fn register(&mut self, ask: ask::Register) -> Result<row::Decisions, ApiError> {
        self.list_register(ask)
    }

    fn project_new(&mut self, ask: ask::ProjectNew) -> Result<row::Project, ApiError> {
        self.begin_project(ask)
    }

    fn project_list(&mut self, ask: ask::ProjectList) -> Result<row::Projects, ApiError> {
        self.list_projects(ask)
    }

    fn project_show(&mut self, ask: ask::ProjectShow) -> Result<row::Project, ApiError> {
        self.show_project(&ask.project)
    }

    fn project_write(&mut self, ask: ask::ProjectWrite) -> Result<row::Project, ApiError> {
        self.write_project(ask)
    }

    fn project_history(&mut self, ask: ask::ProjectHistory) -> Result<row::History, ApiError> {
        self.history_of_project(&ask.project)
    }

    fn guide_show(&mut self, _ask: ask::GuideShow) -> Result<row::Guide, ApiError> {
        self.guide()
    }

    fn guide_write(&mut self, ask: ask::GuideWrite) -> Result<row::Guide, ApiError> {
        self.write_guide(ask)
    }

    fn project_join(&mut self, ask: ask::ProjectJoin) -> Result<row::Project, ApiError> {
        self.join_team(&ask.project)
    }

    fn project_leave(&mut self, ask: ask::ProjectLeave) -> Result<row::Project, ApiError> {
        self.leave_team(&ask.project)
    }

    fn project_state(&mut self, ask: ask::ProjectState) -> Result<row::Project, ApiError> {
        self.set_project_state(ask)
    }

    fn project_need(&mut self, ask: ask::ProjectNeed) -> Result<row::Project, ApiError> {
        self.need_project(ask)
    }

    fn project_help(&mut self, ask: ask::ProjectHelp) -> Result<row::Project, ApiError> {
        self.help_project(ask)
    }

    fn project_note(&mut self, ask: ask::ProjectNote) -> Result<row::Project, ApiError> {
        self.note_project(ask)
    }

    fn project_link(&mut self, ask: ask::ProjectLink) -> Result<row::Project, ApiError> {
        self.link_project(ask)
    }

    fn project_replicate(&mut self, ask: ask::ProjectReplicate) -> Result<row::Project, ApiError> {
        self.replicate_project(ask)
    }

    fn project_pack(&mut self, ask: ask::ProjectPack) -> Result<row::Written, ApiError> {
        self.pack_project(ask)
    }

    fn step_add(&mut self, ask: ask::StepAdd) -> Result<row::Around, ApiError> {
        self.add_step(ask)
    }

    fn step_take(&mut self, ask: ask::StepTake) -> Result<row::Around, ApiError> {
        self.take_step(ask)
    }

    fn attach(&mut self, ask: ask::Attach) -> Result<row::Attached, ApiError> {
        self.attach_file(ask)
    }

    fn fetch(&mut self, ask: ask::Fetch) -> Result<row::Attached, ApiError> {
        self.fetch_file(ask)
    }

    fn intention_new(&mut self, ask: ask::IntentionNew) -> Result<row::Intention, ApiError> {
        self.begin_intention(ask)
    }

    fn intention_list(&mut self, ask: ask::IntentionList) -> Result<row::Intentions, ApiError> {
        self.list_intentions(ask)
    }

    fn intention_show(&mut self, ask: ask::IntentionShow) -> Result<row::Intention, ApiError> {
        self.show_intention(&ask.intention)
    }

    fn intention_suggest(&mut self, ask: ask::IntentionSuggest) -> Result<row::Suggestions, ApiError> {
        self.suggest_people(&ask.text)
    }

    fn intention_change(&mut self, ask: ask::IntentionChange) -> Result<row::Intention, ApiError> {
        self.change_intention(ask)
    }

    fn intention_advise(&mut self, ask: ask::IntentionAdvise) -> Result<row::Intention, ApiError> {
        self.advise(ask)
    }

    fn intention_reply(&mut self, ask: ask::IntentionReply) -> Result<row::Intention, ApiError> {
        self.reply_to_advice(ask)
    }

    fn intention_decide(&mut self, ask: ask::IntentionDecide) -> Result<row::Intention, ApiError> {
        self.decide_intention(ask)
    }

    fn intention_outcome(&mut self, ask: ask::IntentionOutcome) -> Result<row::Intention, ApiError> {
        self.outcome_of_intention(ask)
    }

    fn intention_review(&mut self, ask: ask::IntentionReview) -> Result<row::Intention, ApiError> {
        self.review_intention(ask)
    }

    fn round_new(&mut self, ask: ask::RoundNew) -> Result<row::Round, ApiError> {
        self.draft_round(ask)
    }

    fn round_open(&mut self, ask: ask::RoundOpen) -> Result<row::Round, ApiError> {
        self.open_round(ask)
    }

    fn round_list(&mut self, ask: ask::RoundList) -> Result<row::Rounds, ApiError> {
        self.list_rounds(ask)
    }

    fn round_show(&mut self, ask: ask::RoundShow) -> Result<row::Round, ApiError> {
        self.show_round(&ask.round)
    }

    fn round_pass(&mut self, ask: ask::RoundPass) -> Result<row::Round, ApiError> {
        self.pass_round(&ask)
    }

    fn round_settle(&mut self, ask: ask::RoundSettle) -> Result<row::Round, ApiError> {
        self.settle_round(&ask.round)
    }

    fn round_explain(&mut self, ask: ask::RoundExplain) -> Result<row::Explained, ApiError> {
        self.explain_round(ask)
    }

    fn bucket_new(&mut self, ask: ask::BucketNew) -> Result<row::Bucket, ApiError> {
        self.new_bucket(ask)
    }

    fn bucket_item(&mut self, ask: ask::BucketItem) -> Result<row::Bucket, ApiError> {
        self.item_of_bucket(ask)
    }

    fn bucket_write(&mut self, ask: ask::BucketWrite) -> Result<row::Bucket, ApiError> {
        self.write_bucket(ask)
    }

    fn bucket_show(&mut self, ask: ask::BucketShow) -> Result<row::Bucket, ApiError> {
        self.show_bucket(&ask.bucket)
    }

    fn bucket_flag(&mut self, ask: ask::BucketFlag) -> Result<row::Bucket, ApiError> {
        self.flag_bucket(ask)
    }

    fn bucket_answer(&mut self, ask: ask::BucketAnswer) -> Result<row::Bucket, ApiError> {
        self.answer_flag(ask)
    }

    fn allocate(&mut self, ask: ask::Allocate) -> Result<row::Round, ApiError> {
        self.give(ask)
    }

    fn share_new(&mut self, ask: ask::ShareNew) -> Result<row::Share, ApiError> {
        self.new_share(ask)
    }

    fn share_list(&mut self, ask: ask::ShareList) -> Result<row::Wall, ApiError> {
        self.list_shares(ask)
    }

    fn share_answer(&mut self, ask: ask::ShareAnswer) -> Result<row::Share, ApiError> {
        self.answer_share(ask)
    }

    fn share_done(&mut self, ask: ask::ShareDone) -> Result<row::Share, ApiError> {
        self.end_share(&ask.share)
    }

    fn profile_show(&mut self, ask: ask::ProfileShow) -> Result<row::Profile, ApiError> {
        self.show_profile(ask)
    }

    fn profile_write(&mut self, ask: ask::ProfileWrite) -> Result<row::Profile, ApiError> {
        self.write_profile(ask)
    }

    fn waiting(&mut self, ask: ask::Waiting) -> Result<row::Waiting, ApiError> {
        self.list_waiting(ask)
    }

    fn notices(&mut self, ask: ask::Notices) -> Result<row::Notices, ApiError> {
        self.say_notices(&ask)
    }

    fn since(&mut self, ask: ask::Since) -> Result<row::News, ApiError> {
        self.tell_news(ask)
    }

    fn search(&mut self, ask: ask::Search) -> Result<row::Hits, ApiError> {
        self.find_everything(ask)
    }

    fn export(&mut self, ask: ask::Export) -> Result<row::Written, ApiError> {
        self.export_everything(ask)
    }

    fn near(&mut self, ask: ask::Near) -> Result<row::Near, ApiError> {
        self.choose_near(&ask)?;
        self.list_near()
    }

    fn house(&mut self, ask: ask::House) -> Result<row::House, ApiError> {
        self.show_house(&ask)
    }

    fn meet(&mut self, ask: ask::Meet) -> Result<row::Met, ApiError> {
        self.note_where(&ask)
    }

    fn relay(&mut self, ask: ask::Relay) -> Result<row::Relay, ApiError> {
        self.choose_relay(&ask)
    }

    fn import(&mut self, ask: ask::Import) -> Result<row::Imported, ApiError> {
        self.import_archive(&ask.file)
    }
}
