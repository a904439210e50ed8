//! The engine: [`Engine::analyze`] reads as the recipe.

mod faults;

pub use faults::faults;

use crate::analysis::{Analysis, ArticleHit, Diagnostic, Versions};
use crate::escalation::model::SentenceModel;
use crate::escalation::{self, TriggerRules};
use crate::handoff::{self, HandoffOptions};
use crate::identity::{self, IdentityRules, OrderRequest};
use crate::intent::{IntentClassifier, IntentModel};
use crate::knowledge::history::SolvedTickets;
use crate::knowledge::{KnowledgeIndex, Search};
use crate::policy::{self, Policies};
use crate::sentiment::SentimentReader;
use crate::sentiment::model::SentimentModel;
use crate::settings::{Settings, SettingsError};
use crate::sorted::Map;
use crate::text::entities::{self, OrderPatterns};
use crate::text::language::{self, LanguageModel};
use crate::text::vectors::Vectors;
use crate::text::{self, Conversation};
use crate::ticket::{ReadTicket, Ticket, TicketError, Time};
use crate::time_zones::{self, TimeZones, Zone};
use crate::{autonomy, priority, resolution, summary};
use std::sync::Arc;

/// What the engine reads beside the settings; shared between engines. Each part may be missing: the
/// stages that need it then say so, the rest works.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// The intent model.
    pub intent_model: Option<Arc<IntentModel>>,
    /// The model of languages.
    pub language_model: Option<Arc<LanguageModel>>,
    /// Word vectors, which models may need.
    pub vectors: Option<Arc<Vectors>>,
    /// The sentiment model; without one the lexicon decides alone.
    pub sentiment_model: Option<Arc<SentimentModel>>,
    /// Time zones, for the calendar of a customer.
    pub time_zones: Option<Arc<TimeZones>>,
    /// The sentence model of the escalation triggers.
    pub trigger_model: Option<Arc<SentenceModel>>,
    /// The knowledge index.
    pub knowledge: Option<Arc<KnowledgeIndex>>,
    /// The team's solved tickets.
    pub history: Option<Arc<SolvedTickets>>,
}

/// Entities that an analysis lists; a text with more is no letter to read, and what leaves is bounded.
const MOST_ENTITIES: usize = 200;

/// The compiled settings over the assets.
#[derive(Debug, Clone)]
pub struct Engine {
    settings: Settings,
    settings_version: String,
    assets: Assets,
    identity: IdentityRules,
    order_patterns: OrderPatterns,
    intents: IntentClassifier,
    sentiment: SentimentReader,
    triggers: TriggerRules,
    policies: Policies,
}

impl Engine {
    /// Compiles settings, without running the examples of their rules.
    ///
    /// # Errors
    /// When a stage refuses its section.
    pub fn new(settings: Settings, assets: Assets) -> Result<Self, SettingsError> {
        let identity = IdentityRules::compile(&settings.identity);
        resolution::check(&settings.knowledge.playbooks)?;
        Ok(Self {
            settings_version: settings.fingerprint(),
            order_patterns: OrderPatterns::compile(&settings.identity.order_patterns)?,
            intents: IntentClassifier::new(
                assets.intent_model.clone(),
                assets.vectors.clone(),
                &settings.intents,
            )?,
            sentiment: SentimentReader::new(assets.sentiment_model.clone()),
            triggers: TriggerRules::compile(&settings.triggers, assets.trigger_model.clone())?,
            identity,
            policies: Policies::compile(&settings.policies)?,
            settings,
            assets,
        })
    }

    /// Reads the lead's document over the defaults and compiles it.
    ///
    /// # Errors
    /// As [`Settings::read`] and [`Engine::new`], with line and column in `text` where the fault
    /// stands there.
    pub fn from_json(text: &str, assets: Assets) -> Result<Self, SettingsError> {
        Self::new(Settings::read(text)?, assets).map_err(|error| error.locate(text))
    }

    /// As [`Engine::from_json`], and runs the examples of the rules: for settings that nobody has checked yet.
    ///
    /// # Errors
    /// As [`Engine::from_json`], and when an example does not behave.
    pub fn checked(text: &str, assets: Assets) -> Result<Self, SettingsError> {
        let engine = Self::from_json(text, assets)?;
        let zones = engine.assets.time_zones.as_deref();
        let failing = engine.failing_trigger_examples().into_iter();
        let policies = policy::examples(&engine.settings.policies, &engine.identity, zones);
        match failing.chain(policies).next() {
            Some(error) => Err(error.locate(text)),
            None => Ok(engine),
        }
    }

    /// Names the examples of triggers that do not behave. They are run when settings are saved, not at each start.
    fn failing_trigger_examples(&self) -> Vec<SettingsError> {
        self.triggers
            .failing_examples(&self.settings.triggers, &self.identity)
    }

    /// Whether an example, a sentence or a ticket, fires the trigger rule of this id at its own severity; `None`
    /// when there is no such rule, it is switched off, or the example is neither.
    #[must_use]
    pub fn example_fires(&self, rule: &str, example: &serde_json::Value) -> Option<bool> {
        let rules = &self.settings.triggers;
        let rule = rules.iter().find(|one| one.id == rule && !one.disabled)?;
        self.triggers
            .example_fires(rule, example, &self.identity)
            .ok()
    }

    /// The effective settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The assets.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.assets
    }

    /// Analyses a ticket as of `now` (milliseconds since 1970 UTC). Never fails; linear in the text.
    #[must_use]
    pub fn analyze(&self, ticket: &Ticket, now: i64) -> Analysis {
        self.analyze_observed(ticket, now, |_| ())
    }

    /// As [`Engine::analyze`]; `done` hears the name of each stage as it ends, which measurements need.
    pub fn analyze_observed(
        &self,
        ticket: &Ticket,
        now: i64,
        mut done: impl FnMut(&'static str),
    ) -> Analysis {
        let settings = &self.settings;
        let mut known = self.identity.apply(ticket);
        let conversation = Conversation::read(&known.ticket);
        done("text");
        let language = language::detect(
            &conversation,
            self.assets.language_model.as_deref(),
            known
                .ticket
                .requester
                .as_ref()
                .and_then(|requester| requester.locale.as_deref()),
        );
        done("language");
        let money = entities::money::mentions(&conversation);
        let entities = entities::extract(&conversation, &money, &self.order_patterns);
        identity::add_told_order(&mut known, &conversation, &entities);
        done("entities");
        let intent = self.intents.classify(&conversation, &language);
        done("intent");
        let sentiment = self.sentiment.read(&conversation, &language);
        done("sentiment");
        let zone = self.zone(&known.ticket);
        let policy_flags = self.policies.evaluate(
            &known,
            &conversation,
            &entities,
            &intent,
            zone.as_ref(),
            now,
        );
        done("policies");
        let verdicts = self.triggers.check(&escalation::Facts {
            known: &known,
            conversation: &conversation,
            entities: &entities,
            money: &money,
            language: &language,
            intent: &intent,
            sentiment: &sentiment,
            policy_flags: &policy_flags,
            now,
        });
        done("triggers");
        let escalation =
            escalation::route(&settings.routing, &verdicts.triggers, &intent, &language);
        let priority = priority::score(
            &settings.priority,
            &known,
            &intent,
            &language,
            &sentiment,
            &verdicts.triggers,
            now,
        );
        done("route and priority");
        let knowledge = self
            .assets
            .knowledge
            .as_ref()
            .map_or_else(Vec::new, |index| {
                index.for_ticket(&conversation, &entities, &intent, self.searching(now))
            });
        done("knowledge");
        let similar = self
            .assets
            .history
            .as_ref()
            .map_or_else(Vec::new, |history| {
                history.similar(&conversation, &entities, &intent, self.searching(now))
            });
        done("similar tickets");
        let summary = summary::write(&summary::Facts {
            known: &known,
            conversation: &conversation,
            language: &language.code,
            entities: &entities,
            intent: &intent,
            intent_name: self.intent_name(&intent.label),
            now,
        });
        let resolution_paths = resolution::paths(
            &settings.knowledge.playbooks,
            &resolution::Facts {
                intent: &intent,
                policy_flags: &policy_flags,
                triggers: &verdicts.triggers,
                escalation: &escalation,
                knowledge: &knowledge,
                similar: &similar,
                ticket: &known.ticket,
                given: &summary.already_given,
            },
        );
        let autonomy = autonomy::shadow(
            settings,
            &autonomy::Facts {
                known: &known,
                conversation: &conversation,
                money: &money,
                intent: &intent,
                sentiment: &sentiment,
                triggers: &verdicts.triggers,
                policy_flags: &policy_flags,
            },
        );
        done("summary and paths");
        let mut diagnostics = self.diagnostics(ticket);
        let mut entities = entities;
        if entities.len() > MOST_ENTITIES {
            diagnostics.push(Diagnostic::new(
                "entities_cut",
                format!(
                    "{} entities were found, the first {MOST_ENTITIES} are listed",
                    entities.len()
                ),
                "the rules looked at all of them",
            ));
            entities.truncate(MOST_ENTITIES);
        }
        Analysis {
            ticket_id: ticket.id.clone(),
            now: Time::from_millis(now).text().to_owned(),
            versions: self.versions(),
            diagnostics,
            language,
            intent,
            sentiment,
            priority,
            triggers: verdicts.triggers,
            checked: verdicts.checked,
            escalation,
            summary,
            entities,
            regions: text::shown::regions(&conversation),
            policy_flags,
            knowledge,
            similar,
            resolution_paths,
            draft: None,
            autonomy,
        }
    }

    /// Analyses a ticket given as JSON text (bare, or with its `now`, which then wins) and writes
    /// canonical JSON.
    ///
    /// # Errors
    /// When the text is no ticket.
    pub fn analyze_json(&self, text: &str, now: i64) -> Result<String, TicketError> {
        let read = ReadTicket::from_json(text)?;
        Ok(canonical_json(
            &self.analyze(&read.ticket, read.now.unwrap_or(now)),
        ))
    }

    /// What an agent reads for an intent.
    #[must_use]
    pub fn intent_name<'a>(&'a self, label: &'a str) -> &'a str {
        intent_name(&self.settings, label)
    }

    /// Articles for a typed query, best first; empty without a knowledge base.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize, now: i64) -> Vec<ArticleHit> {
        self.assets
            .knowledge
            .as_ref()
            .map_or_else(Vec::new, |index| {
                index.search(query, limit, self.searching(now))
            })
    }

    fn searching(&self, now: i64) -> Search<'_> {
        Search {
            settings: &self.settings.knowledge,
            vectors: self.assets.vectors.as_deref(),
            now,
        }
    }

    /// Display names of the intents by id.
    #[must_use]
    pub fn intent_names(&self) -> Map<String, String> {
        let named = self
            .settings
            .intents
            .iter()
            .filter(|intent| !intent.name.is_empty());
        named
            .map(|intent| (intent.id.clone(), intent.name.clone()))
            .collect()
    }

    /// The zone in which the requester lives, if it is known.
    fn zone(&self, ticket: &Ticket) -> Option<Zone> {
        let name = time_zones::of_requester(ticket)?;
        self.assets.time_zones.as_ref()?.get(name)
    }

    fn versions(&self) -> Versions {
        Versions {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            settings: self.settings_version.clone(),
            models: [
                self.assets.intent_model.as_ref().map(|m| m.version()),
                self.assets.trigger_model.as_ref().map(|m| m.version()),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
            knowledge: self
                .assets
                .knowledge
                .as_ref()
                .map_or_else(String::new, |k| k.version()),
        }
    }

    fn diagnostics(&self, ticket: &Ticket) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        match &self.assets.intent_model {
            None => diagnostics.push(Diagnostic::new(
                "no_intent_model",
                "no intent model is loaded, so the intent is left open",
                "load the model that belongs to this version of Handrail",
            )),
            Some(model) if !model.works_with(self.assets.vectors.as_deref()) => {
                diagnostics.push(Diagnostic::new(
                    "no_word_vectors",
                    "the word vectors of the intent model are not loaded, so the intent is left open",
                    "load the `vectors.dat` with which the model was trained",
                ));
            }
            Some(_) => {}
        }
        if self.assets.language_model.is_none() {
            diagnostics.push(Diagnostic::new(
                "no_language_model",
                "no language model is loaded, so languages are told by script and frequent words alone",
                "load the `language.dat` that belongs to this version of Handrail",
            ));
        }
        if self.assets.trigger_model.is_none() {
            diagnostics.push(Diagnostic::new(
                "no_trigger_model",
                "no sentence model is loaded, so triggers are found by phrases alone",
                "load the `triggers.dat` that belongs to this version of Handrail",
            ));
        }
        if self.assets.time_zones.is_none()
            && let Some(zone) = time_zones::of_requester(ticket)
        {
            diagnostics.push(Diagnostic::new(
                "no_time_zones",
                format!("no time zones are loaded, so days are not counted by the clock of {zone}"),
                "load the `zones.dat` that belongs to this version of Handrail",
            ));
        }
        if ticket.messages.is_empty() {
            diagnostics.push(Diagnostic::new(
                "no_messages",
                "the ticket has no messages",
                "only its fields could be looked at",
            ));
        }
        if ticket.source.as_ref().and_then(|source| source.complete) == Some(false) {
            diagnostics.push(Diagnostic::new(
                "incomplete_thread",
                "only a part of the conversation was read",
                "open the whole ticket, then analyse it again",
            ));
        }
        for order in &ticket.orders {
            let prices = order.items.iter().map(|item| &item.price);
            let payments = order.payments.iter().map(|payment| &payment.amount);
            let sums = prices.chain(payments).chain([&order.total]).flatten();
            let mut currencies: Vec<&str> = sums.map(|sum| sum.currency.trim()).collect();
            currencies.retain(|currency| !currency.is_empty());
            currencies.sort_unstable();
            currencies.dedup();
            if currencies.len() > 1 {
                diagnostics.push(Diagnostic::new(
                    "mixed_currencies",
                    format!(
                        "order {} has sums in {}",
                        order.id,
                        currencies.join(" and ")
                    ),
                    "they are neither added nor compared",
                ));
            }
        }
        for message in &ticket.messages {
            if message.body.contains('\u{fffd}') {
                diagnostics.push(Diagnostic::new(
                    "broken_characters",
                    format!(
                        "message {} has characters that could not be decoded",
                        message.id
                    ),
                    "they stand as \u{fffd}; the rest of the text was read",
                ));
            }
            if let Some(at) = &message.at
                && at.millis().is_none()
            {
                diagnostics.push(Diagnostic::new(
                    "unreadable_time",
                    format!(
                        "message {} has the time `{}`, which cannot be read",
                        message.id,
                        at.text()
                    ),
                    "the order of the messages is taken as given",
                ));
            }
        }
        diagnostics
    }
}

/// What an agent reads for an intent by these settings.
fn intent_name<'a>(settings: &'a Settings, label: &'a str) -> &'a str {
    settings
        .intents
        .iter()
        .find(|intent| intent.id == label && !intent.name.is_empty())
        .map_or(label, |intent| &intent.name)
}

/// The hand-off of a ticket with its analysis: JSON in one line, or Markdown.
#[must_use]
pub fn handoff(
    settings: &Settings,
    ticket: &Ticket,
    analysis: &Analysis,
    options: HandoffOptions,
) -> String {
    let known = IdentityRules::compile(&settings.identity).apply(ticket);
    let options = HandoffOptions {
        intent_name: intent_name(settings, &analysis.intent.label).to_owned(),
        ..options
    };
    handoff::written(&known.ticket, analysis, &options)
}

/// What to ask the helpdesk's own origin for the ticket's orders; nothing where the settings have no look-up.
#[must_use]
pub fn order_requests(
    settings: &Settings,
    ticket: &Ticket,
    analysis: &Analysis,
) -> Vec<OrderRequest> {
    let known = IdentityRules::compile(&settings.identity).apply(ticket);
    identity::order_requests(&settings.identity.order_lookup, &known, &analysis.entities)
}

/// JSON in one line, fields in the contract's order: the same bytes natively and in wasm.
#[must_use]
pub fn canonical_json(analysis: &Analysis) -> String {
    crate::json::text(analysis)
}
