//! The retail shop of tau-bench: customers, orders, products and what was done in its tasks.

use crate::error::CliError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::path::Path;

/// A way to pay.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct PaymentMethod {
    pub(super) id: String,
    pub(super) source: String,
    /// Of gift cards.
    #[serde(default)]
    pub(super) balance: Option<f64>,
}

/// A customer.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Customer {
    pub(super) payment_methods: BTreeMap<String, PaymentMethod>,
}

/// A thing ordered.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Item {
    pub(super) name: String,
    pub(super) product_id: String,
    pub(super) item_id: String,
    pub(super) price: f64,
    #[serde(default)]
    pub(super) options: BTreeMap<String, String>,
}

/// Money that moved.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Transaction {
    pub(super) transaction_type: String,
    pub(super) amount: f64,
    pub(super) payment_method_id: String,
}

/// An order.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Order {
    pub(super) order_id: String,
    pub(super) user_id: String,
    pub(super) items: Vec<Item>,
    pub(super) status: String,
    pub(super) payment_history: Vec<Transaction>,
}

#[derive(Debug, Deserialize)]
struct Product {
    name: String,
    product_id: String,
    variants: BTreeMap<String, Variant>,
}

#[derive(Debug, Deserialize)]
struct Variant {
    item_id: String,
    options: BTreeMap<String, String>,
    available: bool,
    price: f64,
}

/// An item as the catalogue has it.
#[derive(Debug, Clone)]
pub(super) struct Offer {
    pub(super) item: Item,
    pub(super) available: bool,
}

/// An item of the order, and what is to come in its place.
#[derive(Debug, Clone)]
pub(super) struct Change {
    pub(super) from: Item,
    pub(super) to: Offer,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) enum Wish {
    Return {
        items: Vec<String>,
        payment: Option<String>,
    },
    Exchange {
        changes: Vec<Change>,
        payment: Option<String>,
    },
    ChangeItems {
        changes: Vec<Change>,
        payment: Option<String>,
    },
    ChangePayment {
        payment: Option<String>,
    },
    ChangeAddress,
    Cancel {
        reason: Option<String>,
    },
}

/// A customer who asks for something about an order.
#[derive(Debug, Clone)]
pub(super) struct Request {
    pub(super) customer_id: String,
    pub(super) customer: Customer,
    pub(super) order: Order,
    pub(super) wish: Wish,
}

/// What was done in a task, in order: each with the state of things before it.
#[derive(Debug)]
pub(super) struct Task {
    /// `train 12`.
    pub(super) name: String,
    pub(super) requests: Vec<Request>,
}

#[derive(Debug, Deserialize)]
struct TaskLine {
    user_id: String,
    actions: Vec<Action>,
}

#[derive(Debug, Deserialize)]
struct Action {
    name: String,
    kwargs: Details,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Details {
    order_id: String,
    item_ids: Vec<String>,
    new_item_ids: Vec<String>,
    payment_method_id: Option<String>,
    reason: Option<String>,
}

/// The whole shop.
#[derive(Debug)]
pub(super) struct Shop {
    pub(super) customers: BTreeMap<String, Customer>,
    orders: BTreeMap<String, Order>,
    /// By the item's number.
    pub(super) catalogue: BTreeMap<String, Offer>,
    pub(super) tasks: Vec<Task>,
}

fn read<T: DeserializeOwned>(folder: &Path, name: &str) -> Result<T, CliError> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path).map_err(|error| CliError::file(&path, &error))?;
    serde_json::from_str(&text).map_err(|error| {
        CliError::new(
            format!("{}: {error}", path.display()),
            "give the folder of tau-bench's retail data",
        )
    })
}

impl Shop {
    /// Reads `users.json`, `orders.json`, `products.json`, `tasks_train.jsonl` and `tasks_dev.jsonl`.
    pub(super) fn read(folder: &Path) -> Result<Self, CliError> {
        let products: BTreeMap<String, Product> = read(folder, "products.json")?;
        let mut catalogue = BTreeMap::new();
        for product in products.into_values() {
            for variant in product.variants.into_values() {
                let item = Item {
                    name: product.name.clone(),
                    product_id: product.product_id.clone(),
                    item_id: variant.item_id.clone(),
                    price: variant.price,
                    options: variant.options,
                };
                let offer = Offer {
                    item,
                    available: variant.available,
                };
                catalogue.insert(variant.item_id, offer);
            }
        }
        let mut shop = Self {
            customers: read(folder, "users.json")?,
            orders: read(folder, "orders.json")?,
            catalogue,
            tasks: Vec::new(),
        };
        for part in ["train", "dev"] {
            let path = folder.join(format!("tasks_{part}.jsonl"));
            let text =
                std::fs::read_to_string(&path).map_err(|error| CliError::file(&path, &error))?;
            for (number, line) in text.lines().enumerate() {
                let wrong = |reason: String| {
                    CliError::new(
                        format!("{}:{}: {reason}", path.display(), number + 1),
                        "give the folder of tau-bench's retail data",
                    )
                };
                let line: TaskLine =
                    serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
                let task = shop
                    .task(format!("{part} {number}"), &line)
                    .ok_or_else(|| wrong("it names what the shop does not have".to_owned()))?;
                shop.tasks.push(task);
            }
        }
        Ok(shop)
    }

    /// A customer's orders, as they were before any task.
    pub(super) fn orders_of(&self, customer: &str) -> impl Iterator<Item = &Order> {
        let own = move |order: &&Order| order.user_id == customer;
        self.orders.values().filter(own)
    }

    fn task(&self, name: String, line: &TaskLine) -> Option<Task> {
        let mut customer = self.customers.get(&line.user_id)?.clone();
        let mut orders: BTreeMap<String, Order> = BTreeMap::new();
        let mut requests = Vec::new();
        for action in &line.actions {
            let id = &action.kwargs.order_id;
            let order = match orders.get(id) {
                Some(order) => order.clone(),
                None => self.orders.get(id)?.clone(),
            };
            let request = Request {
                customer_id: line.user_id.clone(),
                customer: customer.clone(),
                wish: self.wish(&action.name, &action.kwargs, &order)?,
                order,
            };
            let (after, order) = request.carried_out();
            customer = after;
            orders.insert(id.clone(), order);
            requests.push(request);
        }
        Some(Task { name, requests })
    }

    fn wish(&self, name: &str, details: &Details, order: &Order) -> Option<Wish> {
        let payment = details.payment_method_id.clone();
        let changes = || {
            let pairs = details.item_ids.iter().zip(&details.new_item_ids);
            let changes = pairs.map(|(from, to)| {
                let own = order.items.iter().find(|item| item.item_id == *from);
                let from = match own {
                    Some(item) => item.clone(),
                    None => self.catalogue.get(from)?.item.clone(),
                };
                let to = self.catalogue.get(to)?.clone();
                Some(Change { from, to })
            });
            changes.collect::<Option<Vec<Change>>>()
        };
        Some(match name {
            "return_delivered_order_items" => Wish::Return {
                items: details.item_ids.clone(),
                payment,
            },
            "exchange_delivered_order_items" => Wish::Exchange {
                changes: changes()?,
                payment,
            },
            "modify_pending_order_items" => Wish::ChangeItems {
                changes: changes()?,
                payment,
            },
            "modify_pending_order_payment" => Wish::ChangePayment { payment },
            "modify_pending_order_address" => Wish::ChangeAddress,
            "cancel_pending_order" => Wish::Cancel {
                reason: details.reason.clone(),
            },
            _ => return None,
        })
    }
}

impl Order {
    /// What was paid and how, without refunds.
    pub(super) fn payments(&self) -> impl Iterator<Item = &Transaction> {
        let all = self.payment_history.iter();
        all.filter(|one| one.transaction_type == "payment")
    }
}

impl Request {
    /// Customer and order after the wish was carried out.
    pub(super) fn carried_out(&self) -> (Customer, Order) {
        let mut customer = self.customer.clone();
        let mut order = self.order.clone();
        let mut refund = |order: &Order| {
            for paid in order.payments() {
                if let Some(balance) = customer
                    .payment_methods
                    .get_mut(&paid.payment_method_id)
                    .and_then(|method| method.balance.as_mut())
                {
                    *balance += paid.amount;
                }
            }
        };
        match &self.wish {
            Wish::Return { .. } => "return requested".clone_into(&mut order.status),
            Wish::Exchange { .. } => "exchange requested".clone_into(&mut order.status),
            Wish::ChangeItems { .. } => "pending (items modified)".clone_into(&mut order.status),
            Wish::ChangePayment { payment } => {
                refund(&order);
                for paid in &mut order.payment_history {
                    if let Some(payment) = payment {
                        paid.payment_method_id.clone_from(payment);
                    }
                }
            }
            Wish::ChangeAddress => {}
            Wish::Cancel { .. } => {
                refund(&order);
                "cancelled".clone_into(&mut order.status);
            }
        }
        (customer, order)
    }

    /// The word for the wish in reports.
    pub(super) fn kind(&self) -> &'static str {
        match self.wish {
            Wish::Return { .. } => "return",
            Wish::Exchange { .. } => "exchange",
            Wish::ChangeItems { .. } => "change items",
            Wish::ChangePayment { .. } => "change payment",
            Wish::ChangeAddress => "change address",
            Wish::Cancel { .. } => "cancel",
        }
    }
}
