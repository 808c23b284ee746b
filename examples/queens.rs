// Counts the ways to place queens that leave each other alone: ./freehold run examples/queens.rs 10
fn ways(size: u32, columns: u32, left: u32, right: u32) -> u64 {
    let full = (1 << size) - 1;
    if columns == full {
        return 1;
    }
    let mut free = full & !(columns | left | right);
    let mut found = 0;
    while free != 0 {
        let queen = free & free.wrapping_neg();
        free ^= queen;
        found += ways(size, columns | queen, (left | queen) << 1, (right | queen) >> 1);
    }
    found
}

fn main() {
    let size = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(8);
    println!("{} ways to place {size} queens", ways(size, 0, 0, 0));
}
