//! The plan that the brain wrote, and how far it has got.

use serde::{Deserialize, Serialize};

/// How often a plan may be made anew.
const REPLANS: u32 = 3;
/// Lines of a plan that are looked at.
const LINES: usize = 32;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Status {
    Open,
    Done,
    /// For good: a failed step is never done, it can only be planned anew.
    Failed,
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Step {
    pub text: String,
    pub status: Status,
}

/// A plan is lines `- [ ] text`; `- [x] text` says that a step is done. A line without a box is an open step.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// How often it was made anew: the steps, not their boxes, were others than before.
    pub replans: u32,
}

impl Plan {
    /// The brain wrote a plan. One without a line leaves the plan as it was (A27).
    pub fn write(&mut self, text: &str) {
        let mut steps: Vec<Step> = text.lines().filter_map(step).take(LINES).collect();
        if steps.is_empty() {
            return;
        }
        for step in &mut steps {
            let before = self.steps.iter().find(|before| before.text == step.text);
            if before.is_some_and(|before| before.status == Status::Failed) {
                step.status = Status::Failed;
            }
        }
        let texts = |steps: &[Step]| steps.iter().map(|s| s.text.clone()).collect::<Vec<_>>();
        if !self.steps.is_empty() && texts(&self.steps) != texts(&steps) {
            self.replans += 1;
        }
        self.steps = steps;
    }

    /// A call failed: so did the step that was being worked on. True if there was one.
    pub fn fail(&mut self) -> bool {
        let current = self
            .steps
            .iter_mut()
            .find(|step| step.status == Status::Open);
        let found = current.is_some();
        if let Some(step) = current {
            step.status = Status::Failed;
        }
        found
    }

    pub fn exhausted(&self) -> bool {
        self.replans > REPLANS
    }
}

fn step(line: &str) -> Option<Step> {
    let line = line.trim();
    let line = line.strip_prefix("- ").unwrap_or(line).trim_start();
    let (status, text) = if let Some(rest) = line.strip_prefix("[x]") {
        (Status::Done, rest)
    } else if let Some(rest) = line.strip_prefix("[!]") {
        (Status::Failed, rest)
    } else {
        (Status::Open, line.strip_prefix("[ ]").unwrap_or(line))
    };
    let text = text.trim();
    (!text.is_empty()).then(|| Step {
        text: text.into(),
        status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(plan: &Plan) -> Vec<Status> {
        plan.steps.iter().map(|step| step.status).collect()
    }

    /// A26.
    #[test]
    fn a_failed_step_stays_failed_whatever_the_brain_says() {
        let mut plan = Plan::default();
        plan.write("- [ ] buy 1\n- [ ] buy 2");
        plan.write("- [x] buy 1\n- [ ] buy 2");
        assert_eq!(plan.replans, 0);
        assert!(plan.fail());
        assert_eq!(statuses(&plan), [Status::Done, Status::Failed]);
        plan.write("- [x] buy 1\n- [x] buy 2");
        assert_eq!(statuses(&plan), [Status::Done, Status::Failed]);
        assert!(!plan.fail());
        for at in 0..4 {
            assert!(!plan.exhausted());
            plan.write(&format!("- [ ] buy {}", at + 3));
        }
        assert!(plan.exhausted());
    }

    /// A27.
    #[test]
    fn a_plan_without_a_line_changes_nothing() {
        let mut plan = Plan::default();
        plan.write("first\n\n2. then");
        let before = plan.clone();
        plan.write(" \n- [ ]\n");
        assert_eq!(plan, before);
        assert_eq!(plan.steps[1].text, "2. then");
    }
}
