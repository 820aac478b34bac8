//! Interceptors: upper layers (plugins, integrations) that see an act before it is applied, and may change or refuse it.
//!
//! An operation builds a proposal (`NewPost`, …), asks [`Interceptors::ask`] before its transaction, and applies what
//! comes back. Interceptors of a proposal type run in the order in which they were added, each under a time limit; one
//! that fails to answer in time is passed over and logged.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::RwLock;

use crate::{Ctx, Result};

/// The longest that one interceptor may take.
const LIMIT: Duration = Duration::from_secs(5);

/// Changes a proposal in place, or refuses it with an error.
pub trait Interceptor<P>: Send + Sync + 'static {
    fn intercept<'a>(
        &'a self,
        ctx: &'a Ctx,
        proposal: P,
    ) -> Pin<Box<dyn Future<Output = Result<P>> + Send + 'a>>;
}

type Chain<P> = Vec<Arc<dyn Interceptor<P>>>;

/// The interceptors of every kind of proposal.
#[derive(Default)]
pub struct Interceptors(RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Interceptors {
    /// Adds an interceptor behind those that are there.
    pub fn add<P: Clone + Send + 'static>(&self, interceptor: Arc<dyn Interceptor<P>>) {
        let mut chains = self.0.write();
        let mut chain = chains
            .get(&TypeId::of::<P>())
            .and_then(|chain| chain.downcast_ref::<Chain<P>>().cloned())
            .unwrap_or_default();
        chain.push(interceptor);
        chains.insert(TypeId::of::<P>(), Arc::new(chain));
    }

    /// Asks every interceptor of `P` in turn.
    pub async fn ask<P: Clone + Send + 'static>(&self, ctx: &Ctx, mut proposal: P) -> Result<P> {
        let Some(chain) = self.0.read().get(&TypeId::of::<P>()).cloned() else { return Ok(proposal) };
        let Some(chain) = chain.downcast_ref::<Chain<P>>() else { return Ok(proposal) };
        for interceptor in chain {
            match tokio::time::timeout(LIMIT, interceptor.intercept(ctx, proposal.clone())).await {
                Ok(answer) => proposal = answer?,
                Err(_) => {
                    tracing::error!(proposal = std::any::type_name::<P>(), "an interceptor took too long")
                }
            }
        }
        Ok(proposal)
    }
}
