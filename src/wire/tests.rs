use proptest::prelude::*;

use super::*;

#[test]
fn long_bytes_have_the_form_of_a_plain_vec() {
    #[derive(Serialize)]
    enum Plain {
        _A,
        _B,
        _C,
        _D,
        _E,
        Checkpoint { run: RunId, body: Vec<u8> },
    }
    let body: Vec<u8> = (0..=255).cycle().take(1000).collect();
    assert_eq!(
        encode(&FromWorker::Checkpoint {
            run: 300,
            body: body.clone()
        }),
        encode(&Plain::Checkpoint { run: 300, body })
    );
}

#[test]
fn another_version_an_empty_frame_and_rubbish_are_told_apart() {
    assert_eq!(decode::<FromWorker>(&[]), Err(FrameError::Empty));
    assert_eq!(
        decode::<FromWorker>(&[PROTOCOL + 1, 0]),
        Err(FrameError::Version(PROTOCOL + 1))
    );
    assert_eq!(
        decode::<FromWorker>(&[PROTOCOL, 200]),
        Err(FrameError::Malformed)
    );
}

proptest! {
    #[test]
    fn messages_survive_the_way(run: RunId, body: Vec<u8>, some: bool, lab in ".{0,12}", rate: u32) {
        let rate = f32::from_bits(rate);
        let checkpoint = some.then(|| body.clone());
        let message = ToWorker::Open { run, lab, setup: body.clone(), checkpoint };
        prop_assert_eq!(decode::<ToWorker>(&encode(&message)), Ok(message));
        let message = FromWorker::Checkpoint { run, body };
        let frame = encode(&message);
        prop_assert_eq!(checkpoint_run(&frame[..frame.len().min(CHECKPOINT_HEAD)]), Some(run));
        prop_assert_eq!(decode::<FromWorker>(&frame), Ok(message));
        if !rate.is_nan() {
            let message = ToWorker::Control { run, control: Control::LearningRate(rate) };
            prop_assert_eq!(decode::<ToWorker>(&encode(&message)), Ok(message));
        }
    }

    #[test]
    fn no_frame_panics(frame: Vec<u8>) {
        let _ = decode::<ToWorker>(&frame);
        let _ = decode::<FromWorker>(&frame);
        let _ = checkpoint_run(&frame);
    }

    #[test]
    fn only_a_checkpoint_looks_like_one(run: RunId, body: Vec<u8>) {
        for message in [FromWorker::Opened { run }, FromWorker::Report { run, body: body.clone(), bytes: 1 }] {
            prop_assert_eq!(checkpoint_run(&encode(&message)), None);
        }
    }
}
