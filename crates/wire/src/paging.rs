//! Which part of a list is asked for.
//!
//! Nothing a client writes here is an error: what is negative, too large for a number or none at all counts as
//! absent, a size above the largest is cut. A size of zero is taken as it is.

/// What a page holds unless told.
pub const DEFAULT_PER_PAGE: u32 = 60;

/// What a page holds at most.
pub const MAX_PER_PAGE: u32 = 200;

/// A page of a list, counted from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    pub page: u64,
    pub per_page: u32,
}

impl Page {
    /// Reads the query's `page` and `per_page`.
    pub fn parse(page: Option<&str>, per_page: Option<&str>) -> Self {
        Self { page: number(page).unwrap_or(0), per_page: size(per_page) }
    }

    /// How many items stand before the page. Far beyond any list it stays the largest number a query can hold.
    pub fn offset(&self) -> i64 {
        let offset = self.page.saturating_mul(u64::from(self.per_page));
        i64::try_from(offset).unwrap_or(i64::MAX)
    }

    pub fn limit(&self) -> i64 {
        i64::from(self.per_page)
    }
}

impl Default for Page {
    fn default() -> Self {
        Self { page: 0, per_page: DEFAULT_PER_PAGE }
    }
}

/// Reads how many items are asked for: `per_page`, `limit_before`, `limit_after`.
pub fn size(text: Option<&str>) -> u32 {
    match number(text) {
        Some(number) => number.min(u64::from(MAX_PER_PAGE)) as u32,
        None => DEFAULT_PER_PAGE,
    }
}

/// A number that is not negative and that 64 bits hold with their sign.
fn number(text: Option<&str>) -> Option<u64> {
    text?.parse::<i64>().ok()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_values_count_as_absent() {
        for odd in ["", "x", "-1", "1.5", "99999999999999999999"] {
            assert_eq!(Page::parse(Some(odd), Some(odd)), Page::default(), "{odd}");
        }
        assert_eq!(Page::parse(None, None), Page::default());
    }

    #[test]
    fn sizes_are_cut_and_zero_stays() {
        assert_eq!(size(Some("201")), 200);
        assert_eq!(size(Some("9000000000")), 200);
        assert_eq!(size(Some("0")), 0);
        assert_eq!(Page::parse(Some("3"), Some("20")).offset(), 60);
    }

    #[test]
    fn no_page_is_too_far() {
        assert_eq!(Page::parse(Some("9223372036854775807"), Some("200")).offset(), i64::MAX);
    }
}
