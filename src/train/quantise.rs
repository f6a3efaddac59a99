//! Floating-point weights to signed bytes.

/// The bytes of `weights`, and the value of one step. Weights beyond the largest byte are cut; `steps` is how many
/// steps a weight of one standard unit should have at least, so that no outlier takes all the resolution.
pub(super) fn to_bytes(weights: &[f32], share_kept: f64) -> (Vec<u8>, f32) {
    let mut sizes: Vec<f32> = weights.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    if sizes.is_empty() {
        return (vec![0; weights.len()], 1.0);
    }
    sizes.sort_by(f32::total_cmp);
    let largest = sizes[((sizes.len() - 1) as f64 * share_kept) as usize];
    let step = largest / 127.0;
    let bytes = weights.iter().map(|w| (w / step).round().clamp(-127.0, 127.0) as i8 as u8).collect();
    (bytes, step)
}
