//! Floating-point weights to signed bytes.

/// The bytes of `weights`, each a number of steps from -127 to 127, and the value of one step. So that no outlier takes all
/// the resolution, the last step is the weight that the share `share_kept` of those that are not 0 do not exceed in size; what
/// exceeds it is cut.
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
