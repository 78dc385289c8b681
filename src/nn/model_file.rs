//! Weights as safetensors: written here, read in Python, and back. A wrong file gets a message, never a crash.

use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::backend::Params;
use crate::lesson::{Describe, Lang};

/// Larger files are refused before anything is read.
pub const MAX_BYTES: usize = 16 << 20;
/// The one metadata entry: a line of text about the run, chosen by the caller.
const ABOUT: &str = "lecture_playground";

/// Why a file was refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FileError {
    TooLarge {
        bytes: usize,
    },
    NotSafetensors,
    /// The model asks for this parameter, and the file has none.
    Missing(String),
    /// Another shape, or a number type that is neither f32 nor f16.
    Unfit(String),
    /// A NaN or an infinity.
    NotFinite(String),
    /// The file holds a parameter that this model has no place for.
    Foreign(String),
}

impl Describe for FileError {
    fn describe(&self, lang: Lang) -> String {
        let en = lang == Lang::En;
        match self {
            FileError::TooLarge { bytes } if en => {
                format!("The file has {bytes} bytes; at most {MAX_BYTES} are read.")
            }
            FileError::TooLarge { bytes } => {
                format!("檔案有 {bytes} 個位元組，上限是 {MAX_BYTES}。")
            }
            FileError::NotSafetensors if en => {
                "This is not a safetensors file, or it is damaged.".into()
            }
            FileError::NotSafetensors => "這不是 safetensors 檔案，或檔案已損壞。".into(),
            FileError::Missing(name) if en => format!(
                "The file has no \u{201c}{name}\u{201d}: it belongs to another architecture."
            ),
            FileError::Missing(name) => format!("檔案裡沒有「{name}」，它屬於另一種架構。"),
            FileError::Unfit(name) if en => {
                format!("\u{201c}{name}\u{201d} has another shape or number type than this model.")
            }
            FileError::Unfit(name) => format!("「{name}」的形狀或數值型別和這個模型不同。"),
            FileError::NotFinite(name) if en => {
                format!("\u{201c}{name}\u{201d} holds a number that is not finite.")
            }
            FileError::NotFinite(name) => format!("「{name}」裡有不是有限值的數字。"),
            FileError::Foreign(name) if en => format!(
                "This model has no place for \u{201c}{name}\u{201d}: the file belongs to another architecture."
            ),
            FileError::Foreign(name) => {
                format!("這個模型沒有「{name}」這組參數，檔案屬於另一種架構。")
            }
        }
    }
}

/// The parameters as a safetensors file in f32, with one line about the run in the metadata.
pub fn save(params: &Params<f32>, about: &str) -> Vec<u8> {
    written(params, about, Dtype::F32, |v, into| {
        into.extend_from_slice(&v.to_le_bytes())
    })
}

/// As `save`, at half the size: f16, each number the nearest one. What is larger than f16 holds becomes infinite, and `load`
/// refuses it.
pub fn save_half(params: &Params<f32>, about: &str) -> Vec<u8> {
    written(params, about, Dtype::F16, |v, into| {
        into.extend_from_slice(&f32_to_half(v).to_le_bytes())
    })
}

fn written(
    params: &Params<f32>,
    about: &str,
    dtype: Dtype,
    write: fn(f32, &mut Vec<u8>),
) -> Vec<u8> {
    let bytes: Vec<(String, Vec<usize>, Vec<u8>)> = params
        .entries()
        .iter()
        .map(|p| {
            let mut data = Vec::new();
            for &v in &params.data[p.range.clone()] {
                write(v, &mut data);
            }
            (p.name.clone(), p.shape.dims().to_vec(), data)
        })
        .collect();
    let views = bytes.iter().map(|(name, shape, data)| {
        (
            name.as_str(),
            TensorView::new(dtype, shape.clone(), data).expect("as many bytes as the shape says"),
        )
    });
    let about = Some(
        [(ABOUT.to_string(), about.to_string())]
            .into_iter()
            .collect(),
    );
    safetensors::serialize(views, about).expect("views made above")
}

/// Fills `params`, which has the wanted names and shapes, from a file; returns the metadata line.
/// On an error `params` is as it was.
pub fn load(bytes: &[u8], params: &mut Params<f32>) -> Result<String, FileError> {
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLarge { bytes: bytes.len() });
    }
    let file = SafeTensors::deserialize(bytes).map_err(|_| FileError::NotSafetensors)?;
    if let Some(name) = file
        .names()
        .into_iter()
        .filter(|n| params.find(n).is_none())
        .min()
    {
        return Err(FileError::Foreign(name.into()));
    }
    let mut data = params.data.clone();
    for p in params.entries() {
        let view = file
            .tensor(&p.name)
            .map_err(|_| FileError::Missing(p.name.clone()))?;
        if view.shape() != p.shape.dims() {
            return Err(FileError::Unfit(p.name.clone()));
        }
        let into = &mut data[p.range.clone()];
        match view.dtype() {
            Dtype::F32 => {
                for (v, b) in into.iter_mut().zip(view.data().as_chunks::<4>().0) {
                    *v = f32::from_le_bytes(*b);
                }
            }
            Dtype::F16 => {
                for (v, b) in into.iter_mut().zip(view.data().as_chunks::<2>().0) {
                    *v = half_to_f32(u16::from_le_bytes(*b));
                }
            }
            _ => return Err(FileError::Unfit(p.name.clone())),
        }
        if into.iter().any(|v| !v.is_finite()) {
            return Err(FileError::NotFinite(p.name.clone()));
        }
    }
    params.data = data;
    let about = SafeTensors::read_metadata(bytes)
        .ok()
        .and_then(|(_, m)| m.metadata().as_ref().and_then(|m| m.get(ABOUT).cloned()));
    Ok(about.unwrap_or_default())
}

/// IEEE 754 binary32 to binary16, to the nearest, ties to even.
fn f32_to_half(v: f32) -> u16 {
    let sign = if v.is_sign_negative() { 0x8000 } else { 0 };
    let size = v.abs();
    if size.is_nan() {
        return 0x7e00;
    }
    if size >= 65520.0 {
        return sign | 0x7c00;
    }
    // Below 2^-14 the numbers of f16 are multiples of 2^-24; above, of 2^-10 times the power of two below.
    let exponent = ((size.to_bits() >> 23) as i32 - 127).max(-14);
    let steps = libm::rint(f64::from(size) * libm::ldexp(1.0, 10 - exponent)) as u32;
    // A carry out of the fraction goes into the exponent by itself.
    sign | (((exponent + 14) as u32) << 10).wrapping_add(steps) as u16
}

/// IEEE 754 binary16 to binary32, exactly.
fn half_to_f32(half: u16) -> f32 {
    let sign = if half & 0x8000 != 0 { -1.0 } else { 1.0 };
    let exponent = (half >> 10) & 0x1f;
    let fraction = (half & 0x3ff) as f32;
    match exponent {
        0 => sign * fraction * 2.0f32.powi(-24),
        31 => {
            if fraction == 0.0 {
                sign * f32::INFINITY
            } else {
                f32::NAN
            }
        }
        _ => sign * (1.0 + fraction / 1024.0) * 2.0f32.powi(exponent as i32 - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Shape;

    fn params() -> Params<f32> {
        let mut p = Params::default();
        p.push(
            "a.weight",
            Shape::new(&[2, 3]),
            &[1.0, -2.5, 3.25, 0.0, 1e-8, -7.0],
        );
        p.push("b", Shape::new(&[2]), &[0.5, -0.5]);
        p
    }

    #[test]
    fn a_saved_model_comes_back_bit_for_bit_with_its_line() {
        let bytes = save(&params(), "steps=3");
        let mut other = params();
        other.data.fill(9.0);
        assert_eq!(load(&bytes, &mut other).as_deref(), Ok("steps=3"));
        assert_eq!(other, params());
    }

    #[test]
    fn the_same_model_gives_the_same_bytes() {
        assert_eq!(save(&params(), "x"), save(&params(), "x"));
    }

    #[test]
    fn wrong_files_are_named_and_change_nothing() {
        let mut into = params();
        assert_eq!(load(&[], &mut into), Err(FileError::NotSafetensors));
        assert_eq!(
            load(&vec![0; MAX_BYTES + 1], &mut into),
            Err(FileError::TooLarge {
                bytes: MAX_BYTES + 1
            })
        );
        let mut huge = u64::MAX.to_le_bytes().to_vec();
        huge.extend_from_slice(b"{}");
        assert_eq!(load(&huge, &mut into), Err(FileError::NotSafetensors));
        let mut more = params();
        more.push("c", Shape::new(&[1]), &[1.0]);
        assert_eq!(
            load(&save(&more, ""), &mut into),
            Err(FileError::Foreign("c".into()))
        );
        let mut less = Params::default();
        less.push("b", Shape::new(&[2]), &[1.0, 2.0]);
        assert_eq!(
            load(&save(&less, ""), &mut into),
            Err(FileError::Missing("a.weight".into()))
        );
        let mut turned = Params::default();
        turned.push("a.weight", Shape::new(&[3, 2]), &[0.0; 6]);
        turned.push("b", Shape::new(&[2]), &[1.0, 2.0]);
        assert_eq!(
            load(&save(&turned, ""), &mut into),
            Err(FileError::Unfit("a.weight".into()))
        );
        let mut bad = params();
        bad.data[7] = f32::NAN;
        assert_eq!(
            load(&save(&bad, ""), &mut into),
            Err(FileError::NotFinite("b".into()))
        );
        assert_eq!(into, params());
    }

    #[test]
    fn random_and_mutated_bytes_never_panic() {
        use rand::{Rng, SeedableRng};
        let mut rng = rand_pcg::Pcg32::seed_from_u64(1);
        let good = save(&params(), "x");
        for _ in 0..20_000 {
            let mut bytes = good.clone();
            for _ in 0..1 + rng.next_u32() % 4 {
                let at = rng.next_u32() as usize % bytes.len();
                bytes[at] = rng.next_u32() as u8;
            }
            bytes.truncate(bytes.len() - (rng.next_u32() as usize % 8));
            let _ = load(&bytes, &mut params());
        }
    }

    #[test]
    fn every_half_comes_back_and_what_lies_between_goes_to_the_nearest() {
        for bits in 0..=u16::MAX {
            let value = half_to_f32(bits);
            if value.is_nan() {
                assert!(half_to_f32(f32_to_half(value)).is_nan());
                continue;
            }
            assert_eq!(f32_to_half(value), bits);
            let next = half_to_f32(bits.wrapping_add(1));
            if bits & 0x7fff < 0x7bff {
                let middle = (value + next) / 2.0; // exact in f32
                let even = if bits & 1 == 0 { bits } else { bits + 1 };
                assert_eq!(f32_to_half(middle), even, "{middle}");
                assert_eq!(f32_to_half(value + (next - value) * 0.25), bits);
                assert_eq!(f32_to_half(value + (next - value) * 0.75), bits + 1);
            }
        }
        assert_eq!((f32_to_half(1e6), f32_to_half(-65519.0)), (0x7c00, 0xfbff));
    }

    #[test]
    fn a_model_saved_in_halves_has_half_the_size_and_rounded_numbers() {
        let (whole, half) = (save(&params(), "x"), save_half(&params(), "x"));
        assert_eq!(whole.len() - half.len(), 2 * params().count());
        let mut back = params();
        assert_eq!(load(&half, &mut back).as_deref(), Ok("x"));
        for (a, b) in params().data.iter().zip(&back.data) {
            assert!((a - b).abs() <= a.abs() / 2048.0 + 3e-8, "{a} {b}");
        }
    }

    #[test]
    fn halves_are_exact() {
        for (bits, value) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x7bff, 65504.0),
            (0x8000, -0.0),
        ] {
            assert_eq!(half_to_f32(bits), value);
        }
        assert!(half_to_f32(0x7c00).is_infinite() && half_to_f32(0x7e00).is_nan());
    }
}
