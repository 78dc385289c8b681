use super::run::WorldRun;
use super::study::{ModelFile, Opened, Setup, Study};
use super::subject::{About, Subject};
use crate::data::world::Topic;
use crate::train::{Control, Job, JobError, Slice};
use crate::wire::{pack, unpack};

/// Adds up the unit numbers.
struct Sum {
    by: u32,
    sum: u32,
}

impl Study for Sum {
    type Setup = u32;
    type Ask = ();
    type Answer = u32;
    type Report = u32;
    type Kept = u32;

    fn new(_: Subject, by: u32) -> Result<Sum, JobError> {
        Ok(Sum { by, sum: 0 })
    }
    fn units(&self) -> u32 {
        4
    }
    fn unit(&mut self, unit: u32) -> Result<(), JobError> {
        self.sum += self.by * unit;
        Ok(())
    }
    fn report(&self) -> u32 {
        self.sum
    }
    fn ask(&mut self, (): ()) -> Result<u32, JobError> {
        Ok(self.sum)
    }
    fn keep(&self) -> u32 {
        self.sum
    }
    fn restore(&mut self, kept: u32) -> Result<(), JobError> {
        self.sum = kept;
        Ok(())
    }
}

fn setup() -> Vec<u8> {
    let file = ModelFile(std::sync::Arc::new(WorldRun::new(3, 10).file()));
    pack(&Setup { file, lab: 10_u32 })
}

#[test]
fn a_study_goes_on_from_a_checkpoint_and_begins_anew_after_a_reset() {
    let setup = setup();
    let mut whole = Opened::<Sum>::new(&setup).expect("a study");
    assert_eq!(
        (whole.step_once(), whole.step_once()),
        (Slice::Working, Slice::Working)
    );
    let kept = whole.checkpoint();
    assert_eq!(
        (whole.step_once(), whole.step_once()),
        (Slice::Working, Slice::Done)
    );
    let mut again = Opened::<Sum>::new(&setup).expect("a study");
    again.restore(&kept).expect("its own");
    assert_eq!(again.slice(&|| 0.0, 1.0), Slice::Done);
    let said = |job: &mut Opened<Sum>| {
        unpack::<u32>(&job.ask(&pack(&())).expect("an answer")).expect("a number")
    };
    assert_eq!((said(&mut whole), said(&mut again)), (60, 60));
    again.control(Control::Reset).expect("a reset");
    assert_eq!(said(&mut again), 0);
    assert!(again.restore(&pack(&(9_u32, 1_u32))).is_err());
}

#[test]
fn a_subject_brings_the_world_that_it_was_trained_on_and_other_files_are_refused() {
    let run = WorldRun::new(3, 10);
    let subject = Subject::open(&run.file()).expect("its own file");
    assert_eq!((subject.about.seed, subject.about.step), (3, 0));
    assert_eq!(
        subject.world.questions(Topic::Home),
        run.world.questions(Topic::Home)
    );
    assert_eq!(About::of_file(&run.file()), Some(subject.about));
    for wrong in [&b"nothing"[..], &[0xff; 40], &run.file()[..20]] {
        assert_eq!(About::of_file(wrong), None);
    }
    assert!(Subject::open(b"nothing").is_err());
    let nameless = crate::nn::model_file::save_half(run.params(), "somebody's");
    assert!(Subject::open(&nameless).is_err());
    assert!(
        Opened::<Sum>::new(&pack(&Setup {
            file: ModelFile::default(),
            lab: 1_u32
        }))
        .is_err()
    );
}
