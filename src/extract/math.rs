//! Functions that every machine computes to the same bits: by multiplication and addition alone.

/// e to the power of `x`, by multiplication and addition alone, so that every machine gets the same bits.
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-80.0, 80.0);
    let scaled = x * std::f32::consts::LOG2_E;
    // The floor without a call into the mathematics library, which plain x86-64 would need.
    let truncated = scaled as i32;
    let exponent = truncated - i32::from(truncated as f32 > scaled);
    let whole = exponent as f32;
    // Taylor series of e^r for r = fraction × ln 2, |r| < 0.7: error below 1e-7.
    let r = (scaled - whole) * std::f32::consts::LN_2;
    let series =
        1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    series * f32::from_bits(((exponent + 127) as u32) << 23)
}

/// The logistic function.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exp_is_close_to_the_real_one() {
        for n in -300..300 {
            let x = n as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
