//! The engine comes to the same state on every machine: natively here, in the browser in `tests/browser`.

#[path = "../shared/half_year.rs"]
mod half_year;

#[test]
fn half_a_year_comes_to_the_same_number_everywhere() {
    let number = half_year::half_year();
    assert_eq!(number, half_year::half_year(), "not even the same twice");
    assert_eq!(number, half_year::HALF_YEAR, "{number:#x}");
}
