//! Choosing people: by name, A to Z.

use leptos::prelude::*;

use super::{Field, follows};
use crate::backend::finds;
use crate::state::app;
use crate::words::{list, say, t};

/// Up to how many people are all shown.
const FEW: usize = 14;

/// People to be ticked, by their keys. Where there are many, a field finds them by name.
#[component]
pub fn People(label: String, chosen: RwSignal<Vec<String>>) -> impl IntoView {
    let members = app().members;
    let text = RwSignal::new(String::new());
    let others = Memo::new(move |_| {
        let here = |member: &palabre_api::row::Member| !member.me && member.standing == "here";
        members.get().into_iter().filter(here).collect::<Vec<_>>()
    });
    let many = move || others.with(|others| others.len() > FEW);
    let rows = move || {
        let typed = text.get();
        let found = others
            .get()
            .into_iter()
            .filter(|member| !many() || (!typed.trim().is_empty() && finds(&typed, &member.name)));
        let ticks = found.take(FEW).map(|member| {
            let (id, is) = (member.id.clone(), member.id);
            view! {
                <label class="option">
                    <input
                        type="checkbox"
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&is))
                        on:change:target=move |e| {
                            let on = e.target().checked();
                            chosen
                                .update(|chosen| {
                                    chosen.retain(|one| *one != id);
                                    if on {
                                        chosen.push(id.clone());
                                    }
                                });
                        }
                    />
                    <span>{member.name}</span>
                </label>
            }
        });
        ticks.collect_view()
    };
    let names = move || {
        let named = chosen.with(|chosen| {
            let found = others.get().into_iter().filter(|member| chosen.contains(&member.id));
            found.map(|member| member.name).collect::<Vec<_>>()
        });
        (many() && !named.is_empty())
            .then(|| view! { <p class="small">{say("chosen", &[("names", list(&named).into())])}</p> })
    };
    view! {
        <fieldset class="choice">
            <legend>{label}</legend>
            {follows(move || many().then(|| view! { <Field label=t("find-by-name") value=text /> }))}
            {names}
            {rows}
            {follows(move || others.with(Vec::is_empty).then(|| view! { <p class="soft">{t("nobody-else")}</p> }))}
        </fieldset>
    }
}
