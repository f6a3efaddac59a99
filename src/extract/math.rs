//! Functions that every machine computes to the same bits: by multiplication and addition alone.

/// e to the power of `x`, by multiplication and addition alone, so that every machine gets the same bits.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let x = if x > 80.0 { 80.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let scaled = x * std::f32::consts::LOG2_E;
    // The floor without a call into the mathematics library, which plain x86-64 would need, and several at a time: what is added
    // leaves no place for a fraction, and its last bits are the number.
    const SHIFT: f32 = 12_582_912.0;
    let shifted = scaled + SHIFT;
    let above = i32::from(shifted - SHIFT > scaled);
    let exponent = shifted.to_bits() as i32 - SHIFT.to_bits() as i32 - above;
    let whole = exponent as f32;
    // Taylor series of e^r for r = fraction × ln 2, |r| < 0.7: error below 1e-7.
    let r = (scaled - whole) * std::f32::consts::LN_2;
    let series =
        1.0 + r * (1.0 + r * (0.5 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r / 720.0)))));
    series * f32::from_bits(((exponent + 127) as u32) << 23)
}

/// The natural logarithm of `x`, which must be above nought.
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    // x = mantissa × 2^exponent, the mantissa between the root of a half and the root of 2.
    let mut exponent = (bits >> 23) as i32 - 127;
    let mut mantissa = f32::from_bits(bits & 0x007f_ffff | 127 << 23);
    if mantissa > std::f32::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // ln m = 2 artanh((m - 1) / (m + 1)), by its series: error below 1e-7.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let t = s * s;
    let series = 2.0 * s * (1.0 + t * (1.0 / 3.0 + t * (1.0 / 5.0 + t * (1.0 / 7.0 + t / 9.0))));
    exponent as f32 * std::f32::consts::LN_2 + series
}

/// `x` to the power of a whole number.
#[cfg(feature = "train")]
pub(crate) fn power(x: f32, n: i32) -> f32 {
    let (mut result, mut square, mut left) = (1.0, x, n.max(0));
    while left > 0 {
        if left & 1 == 1 {
            result *= square;
        }
        square *= square;
        left >>= 1;
    }
    result
}

/// The logistic function.
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ln_is_close_to_the_real_one() {
        for n in 1..2000 {
            let x = n as f32 / 37.0;
            assert!((ln(x) - x.ln()).abs() < 1e-6 * x.ln().abs().max(1.0), "{x}");
        }
    }

    #[test]
    fn exp_is_close_to_the_real_one() {
        for n in -300..300 {
            let x = n as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-5, "{x}");
        }
    }
}
