//! The model file as bytes: sections found by name and viewed in place, nothing parsed or copied.
//!
//! Layout, little endian: magic `KBM1`, format version u32, number of sections u32, nought u32, FNV-1a u64 of all
//! that follows; then for each section four ASCII letters, offset u32 and length u32; then the sections. Tables of
//! weights are signed bytes; their number of rows is a power of two, a feature's row is its hash cut to that size.

#[cfg(any(feature = "train", test))]
use crate::extract::hash;

/// What a model file begins with.
pub(crate) const MAGIC: [u8; 4] = *b"KBM1";

/// The format that this code reads and writes: raised whenever sections, features or hashes change meaning.
pub(crate) const FORMAT: u32 = 3;

const HEADER: usize = 24;
const ENTRY: usize = 12;

/// A model file, viewed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ModelFile<'m> {
    bytes: &'m [u8],
}

impl<'m> ModelFile<'m> {
    /// The view, if `bytes` are a model of the format that this code reads.
    pub fn read(bytes: &'m [u8]) -> Option<Self> {
        let fits = bytes.get(..4)? == MAGIC && number(bytes, 4)? == FORMAT;
        fits.then_some(Self { bytes })
    }

    /// The bytes of the section with this name; empty where there is none.
    pub fn section(&self, name: &[u8; 4]) -> &'m [u8] {
        let count = number(self.bytes, 8).unwrap_or(0) as usize;
        let entries = self.bytes.get(HEADER..).unwrap_or(&[]).chunks_exact(ENTRY).take(count);
        for entry in entries {
            if entry.get(..4) == Some(name)
                && let (Some(offset), Some(len)) = (number(entry, 4), number(entry, 8))
            {
                let (from, len) = (offset as usize, len as usize);
                return self.bytes.get(from..from.saturating_add(len)).unwrap_or(&[]);
            }
        }
        &[]
    }

    /// The hash of the content as it was written into the file.
    pub fn id(&self) -> u64 {
        u64::from(number(self.bytes, 16).unwrap_or(0)) | u64::from(number(self.bytes, 20).unwrap_or(0)) << 32
    }
}

#[cfg(test)]
/// Whether the bytes after the header are the ones that the header was written for.
pub(crate) fn is_intact(bytes: &[u8]) -> bool {
    ModelFile::read(bytes).is_some_and(|m| Some(m.id()) == bytes.get(HEADER..).map(hash::of_file))
}

/// A model file made of these sections, in this order.
#[cfg(any(feature = "train", test))]
pub(crate) fn write(sections: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut offset = HEADER + ENTRY * sections.len();
    let mut content = Vec::new();
    for (name, bytes) in sections {
        content.extend_from_slice(name);
        content.extend_from_slice(&(offset as u32).to_le_bytes());
        content.extend_from_slice(&(bytes.len() as u32).to_le_bytes());
        offset += bytes.len();
    }
    for (_, bytes) in sections {
        content.extend_from_slice(bytes);
    }
    let mut file = Vec::from(MAGIC);
    for field in [FORMAT, sections.len() as u32, 0] {
        file.extend_from_slice(&field.to_le_bytes());
    }
    file.extend_from_slice(&hash::of_file(&content).to_le_bytes());
    file.extend_from_slice(&content);
    file
}

/// The sections of a model file, in their order.
#[cfg(feature = "train")]
pub(crate) fn sections(bytes: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    let Some(model) = ModelFile::read(bytes) else { return Vec::new() };
    let count = number(bytes, 8).unwrap_or(0) as usize;
    let entries = bytes.get(HEADER..).unwrap_or(&[]).chunks_exact(ENTRY).take(count);
    let names = entries.filter_map(|entry| entry.get(..4)?.try_into().ok());
    names.map(|name: [u8; 4]| (name, model.section(&name).to_vec())).collect()
}

/// The little-endian number at `at`.
pub(crate) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// The little-endian floating-point numbers of a section.
pub(crate) fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.chunks_exact(4).filter_map(|c| c.try_into().ok().map(f32::from_le_bytes)).collect()
}

/// Sixteen bits hold the sum of so many signed bytes.
const AT_A_TIME: usize = 256;

/// A table of signed bytes, `width` a row, with a power of two of rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table<'m, const WIDTH: usize> {
    rows: &'m [[u8; WIDTH]],
    mask: u32,
}

impl<'m, const WIDTH: usize> Table<'m, WIDTH> {
    /// The table in `bytes`: as many rows as the largest power of two that fits; may be empty.
    pub fn new(bytes: &'m [u8]) -> Self {
        let (rows, _) = bytes.as_chunks::<WIDTH>();
        let count = if rows.is_empty() { 0 } else { 1usize << rows.len().ilog2() };
        Self { rows: rows.get(..count).unwrap_or(&[]), mask: (count as u32).wrapping_sub(1) }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the row of `feature` to `sums`.
    #[inline]
    pub fn add(&self, feature: u32, sums: &mut [i32; WIDTH]) {
        if let Some(row) = self.rows.get((feature & self.mask) as usize) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight as i8);
            }
        }
    }

    /// The sum of the rows of these features.
    ///
    /// Sixteen bits hold the sum of as many rows as are added at a time, and twice as many of them fit into a register.
    #[cfg(test)]
    pub fn sum(&self, features: &[u32]) -> [i32; WIDTH] {
        let mut sums = [0; WIDTH];
        for features in features.chunks(AT_A_TIME) {
            sums.iter_mut().zip(self.part(features)).for_each(|(sum, part)| *sum += i32::from(part));
        }
        sums
    }

    /// The sum of the rows of a fixed number of features, at most 256: their sum fits into sixteen bits.
    #[inline]
    pub fn sum_of<const N: usize>(&self, features: &[u32; N]) -> [i32; WIDTH] {
        const { assert!(N <= AT_A_TIME) };
        self.part(features).map(i32::from)
    }

    /// Never inlined: where the sums are wanted wider, the compiler would add them up wider, too, half as many at a time.
    #[inline(never)]
    fn part(&self, features: &[u32]) -> [i16; WIDTH] {
        let mut part = [0i16; WIDTH];
        // All rows, up to the last one that the mask lets through: nothing else has to be asked in the loop.
        let Some(rows) = self.rows.get(..=self.mask as usize) else { return part };
        if WIDTH == FOUR {
            return four(rows, self.mask, features);
        }
        for feature in features {
            let row = &rows[(feature & self.mask) as usize];
            for (sum, weight) in part.iter_mut().zip(row) {
                *sum += i16::from(*weight as i8);
            }
        }
        part
    }

    /// The weight in column `column` of the row of `feature`.
    #[inline]
    pub fn weight(&self, feature: u32, column: usize) -> i32 {
        self.rows
            .get((feature & self.mask) as usize)
            .and_then(|r| r.get(column))
            .map_or(0, |w| i32::from(*w as i8))
    }
}

/// Rows of this width are added up as one number each.
const FOUR: usize = 4;

/// The sum of rows of four: each row is read at once and its bytes are spread over two numbers with room for sixteen bits each,
/// made positive before and set right behind. Byte by byte a row would be read four times.
#[inline]
fn four<const WIDTH: usize>(rows: &[[u8; WIDTH]], mask: u32, features: &[u32]) -> [i16; WIDTH] {
    const LOW: u32 = 0x00ff_00ff;
    let (mut even, mut odd) = (0u32, 0u32);
    for feature in features {
        let row = &rows[(feature & mask) as usize];
        let row = row.first_chunk().map_or(0, |row| u32::from_le_bytes(*row)) ^ 0x8080_8080;
        even = even.wrapping_add(row & LOW);
        odd = odd.wrapping_add(row >> 8 & LOW);
    }
    let offset = 128 * features.len() as i32;
    let sums = [even & 0xffff, odd & 0xffff, even >> 16, odd >> 16].map(|sum| (sum as i32 - offset) as i16);
    std::array::from_fn(|n| sums.get(n).copied().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_back_as_they_went_in() {
        let file = write(&[(*b"aaaa", vec![1, 2, 3]), (*b"bbbb", vec![255, 1])]);
        let model = ModelFile::read(&file).unwrap();
        assert!(is_intact(&file));
        assert_eq!((model.section(b"aaaa"), model.section(b"bbbb")), (&[1, 2, 3][..], &[255, 1][..]));
        assert_eq!(model.section(b"cccc"), &[] as &[u8]);
        assert!(ModelFile::read(b"KBM").is_none() && ModelFile::read(b"nope nope nope").is_none());
    }

    #[test]
    fn the_embedded_model_is_intact() {
        assert!(is_intact(crate::extract::LanguageFiles::english().model()));
    }

    #[test]
    fn tables_add_rows() {
        let table = Table::<2>::new(&[1, 2, 255, 4, 9]);
        let mut sums = [0, 0];
        table.add(1, &mut sums);
        table.add(3, &mut sums);
        assert_eq!(sums, [-2, 8]);
        assert_eq!(Table::<4>::new(&[]).weight(7, 0), 0);
        let bytes: Vec<u8> = (0..64u8).map(|n| n.wrapping_mul(77)).collect();
        let (table, mut sums) = (Table::<4>::new(&bytes), [0; 4]);
        (0..40).for_each(|feature| table.add(feature, &mut sums));
        assert_eq!(table.sum_of(&std::array::from_fn::<u32, 40, _>(|n| n as u32)), sums);
        let low = Table::<4>::new(&[128; 4]);
        assert_eq!(low.sum_of(&[0; 256]), [-32_768; 4]);
    }
}
