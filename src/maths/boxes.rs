//! What is typed, laid out in boxes while it is typed: fractions over their lines, exponents raised, roots under their
//! roofs. The text itself stays as it is; each box knows which part of the text it is, so that the caret of a plain
//! field can be shown in the boxes and walk from box to box.
//!
//! Laying out never fails: half a formula has half its boxes. Not here: whether it can be read, which is the reader's.
//! Places are counted in UTF-16 units, as a browser's field counts them.

/// A row of pieces: a box to write in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What stands in it.
    pub pieces: Vec<Piece>,
    /// The place of the caret before the first piece.
    pub from: usize,
    /// The place of the caret behind the last one.
    pub to: usize,
}

/// A piece of a row, with the places before and behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The place before it.
    pub from: usize,
    /// The place behind it.
    pub to: usize,
    /// What it is.
    pub what: What,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// One sign.
    Sign(char),
    /// A fraction.
    Fraction(Row, Row),
    /// An exponent; its base is the piece before.
    Power(Row),
    /// A root.
    Root(Row),
    /// Brackets that were written, and whether the closing one is there.
    Brackets(Row, bool),
}

/// Where the caret is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// To the place before.
    Left,
    /// To the place behind.
    Right,
    /// Into the numerator, into the exponent, out of the denominator.
    Up,
    /// Into the denominator, out of the exponent.
    Down,
}

/// Deeper boxes are not drawn: their signs stand in a row.
const DEPTH_MAX: usize = 12;
/// Longer texts stay in one row.
const SIGNS_MAX: usize = 400;

/// Lays a text out.
pub fn boxes(text: &str) -> Row {
    let mut places = Vec::new();
    let mut at = 0;
    for sign in text.chars() {
        places.push((sign, at));
        at += sign.len_utf16();
    }
    let signs = if places.len() > SIGNS_MAX { Vec::new() } else { places.clone() };
    let mut layout = Layout { signs: &signs, end: at, next: 0 };
    let mut row = layout.row(0, false);
    if places.len() > SIGNS_MAX {
        row.pieces =
            places.iter().map(|(sign, from)| piece(*from, from + sign.len_utf16(), What::Sign(*sign))).collect();
    }
    row.to = at;
    row
}

fn piece(from: usize, to: usize, what: What) -> Piece {
    Piece { from, to, what }
}

struct Layout<'a> {
    signs: &'a [(char, usize)],
    end: usize,
    next: usize,
}

impl Layout<'_> {
    fn peek(&self) -> Option<char> {
        self.signs.get(self.next).map(|(sign, _)| *sign)
    }

    /// The place before the next sign.
    fn place(&self) -> usize {
        self.signs.get(self.next).map_or(self.end, |(_, at)| *at)
    }

    fn starts(&self, word: &str) -> bool {
        let ahead = self.signs.get(self.next..).unwrap_or_default();
        word.chars().zip(ahead).filter(|(wanted, (sign, _))| wanted == sign).count() == word.chars().count()
    }

    /// Up to the end, or to a closing bracket where one is open.
    fn row(&mut self, depth: usize, inside: bool) -> Row {
        let from = self.place();
        let mut pieces: Vec<Piece> = Vec::new();
        while let Some(sign) = self.peek() {
            if sign == ')' && inside {
                break;
            }
            let at = self.place();
            if depth >= DEPTH_MAX {
                self.next += 1;
                pieces.push(piece(at, self.place(), What::Sign(sign)));
                continue;
            }
            let word = ["sqrt", "√"].into_iter().find(|word| self.starts(word));
            if let Some(word) = word {
                self.next += word.chars().count();
                let radicand = self.operand(depth, false);
                pieces.push(piece(at, self.place(), What::Root(radicand)));
            } else if sign == '^' {
                self.next += 1;
                let exponent = self.operand(depth, true);
                pieces.push(piece(at, self.place(), What::Power(exponent)));
            } else if sign == '/' {
                let top = numerator(&mut pieces, at);
                let before = top.1;
                self.next += 1;
                let bottom = self.denominator(depth);
                pieces.push(piece(before, self.place(), What::Fraction(top.0, bottom)));
            } else if sign == '(' {
                pieces.push(self.brackets(depth));
            } else {
                self.next += 1;
                pieces.push(piece(at, self.place(), What::Sign(sign)));
            }
        }
        Row { pieces, from, to: self.place() }
    }

    /// From an opening bracket to its closing one.
    fn brackets(&mut self, depth: usize) -> Piece {
        let from = self.place();
        self.next += 1;
        let row = self.row(depth + 1, true);
        let closed = self.peek() == Some(')');
        if closed {
            self.next += 1;
        }
        piece(from, self.place(), What::Brackets(row, closed))
    }

    /// What belongs to a root sign or to `^`: brackets, or a number or a letter, with its sign in an exponent.
    fn operand(&mut self, depth: usize, signed: bool) -> Row {
        if self.peek() == Some('(') {
            return inside(self.brackets(depth));
        }
        let from = self.place();
        let mut pieces = Vec::new();
        if signed && matches!(self.peek(), Some('-' | '−')) {
            pieces.push(self.sign());
        }
        self.simple(&mut pieces);
        Row { pieces, from, to: self.place() }
    }

    fn sign(&mut self) -> Piece {
        let (from, sign) = (self.place(), self.peek().unwrap_or(' '));
        self.next += 1;
        piece(from, self.place(), What::Sign(sign))
    }

    /// A number, or one letter.
    fn simple(&mut self, pieces: &mut Vec<Piece>) {
        let digit = |sign: Option<char>| sign.is_some_and(|sign| sign.is_ascii_digit());
        if digit(self.peek()) {
            while let Some(sign) = self.peek() {
                let behind = self.signs.get(self.next + 1).map(|(sign, _)| *sign);
                if !(sign.is_ascii_digit() || matches!(sign, ',' | '.') && digit(behind)) {
                    break;
                }
                pieces.push(self.sign());
            }
        } else if self.peek().is_some_and(char::is_alphabetic) && !self.starts("sqrt") {
            pieces.push(self.sign());
        }
    }

    /// Brackets, or a number, or a letter; its powers with it.
    fn denominator(&mut self, depth: usize) -> Row {
        let from = self.place();
        let mut pieces = Vec::new();
        if self.peek() == Some('(') {
            let brackets = self.brackets(depth);
            if self.peek() != Some('^') {
                return inside(brackets);
            }
            pieces.push(brackets);
        } else if let Some(word) = ["sqrt", "√"].into_iter().find(|word| self.starts(word)) {
            self.next += word.chars().count();
            let radicand = self.operand(depth, false);
            pieces.push(piece(from, self.place(), What::Root(radicand)));
        } else {
            if matches!(self.peek(), Some('-' | '−')) {
                pieces.push(self.sign());
            }
            self.simple(&mut pieces);
        }
        while !pieces.is_empty() && matches!(self.peek(), Some('²' | '³')) {
            pieces.push(self.sign());
        }
        if !pieces.is_empty() && self.peek() == Some('^') && depth < DEPTH_MAX {
            let at = self.place();
            self.next += 1;
            let exponent = self.operand(depth, true);
            pieces.push(piece(at, self.place(), What::Power(exponent)));
        }
        Row { pieces, from, to: self.place() }
    }
}

/// The row between brackets: the line of a fraction, a roof, a raised place hold together what stands in them.
fn inside(brackets: Piece) -> Row {
    match brackets.what {
        What::Brackets(row, _) => row,
        _ => Row::default(),
    }
}

/// What stands before a slash without a gap or an operation: the numerator, and the place where it begins.
fn numerator(pieces: &mut Vec<Piece>, slash: usize) -> (Row, usize) {
    let belongs = |piece: &Piece| match &piece.what {
        What::Sign(sign) => sign.is_alphanumeric() || matches!(sign, ',' | '.' | '²' | '³' | 'π' | '°'),
        _ => true,
    };
    let begin = pieces.iter().rposition(|piece| !belongs(piece)).map_or(0, |at| at + 1);
    let top: Vec<Piece> = pieces.drain(begin..).collect();
    let from = top.first().map_or(slash, |piece| piece.from);
    if let [Piece { what: What::Brackets(row, true), .. }] = top.as_slice() {
        return (row.clone(), from);
    }
    (Row { pieces: top, from, to: slash }, from)
}

impl Row {
    /// Whether something stands in it that is more than a row of signs.
    pub fn has_boxes(&self) -> bool {
        self.pieces.iter().any(|piece| match &piece.what {
            What::Sign(_) => false,
            What::Brackets(row, _) => row.has_boxes(),
            _ => true,
        })
    }

    /// All places where the caret may stand, from the first.
    pub fn stops(&self) -> Vec<usize> {
        let mut stops = Vec::new();
        self.gather(&mut stops);
        stops.sort_unstable();
        stops.dedup();
        stops
    }

    fn gather(&self, stops: &mut Vec<usize>) {
        stops.extend([self.from, self.to]);
        for piece in &self.pieces {
            stops.extend([piece.from, piece.to]);
            for row in piece.rows() {
                row.gather(stops);
            }
        }
    }

    /// The stop nearest to a place: where the caret is shown.
    pub fn stop_at(&self, place: usize) -> usize {
        let near = self.stops().into_iter().min_by_key(|stop| stop.abs_diff(place));
        near.unwrap_or(place)
    }

    /// Where the caret goes from a place; nothing if there is nothing in that direction.
    pub fn walk(&self, place: usize, walk: Walk) -> Option<usize> {
        let stops = self.stops();
        match walk {
            Walk::Left => stops.into_iter().rfind(|stop| *stop < place),
            Walk::Right => stops.into_iter().find(|stop| *stop > place),
            Walk::Up | Walk::Down => self.climb(place, walk == Walk::Up),
        }
    }

    fn climb(&self, place: usize, up: bool) -> Option<usize> {
        for piece in &self.pieces {
            let deeper = piece.rows().into_iter().find(|row| row.holds(place)).and_then(|row| row.climb(place, up));
            if deeper.is_some() {
                return deeper;
            }
            match &piece.what {
                What::Fraction(top, bottom) => {
                    if up && bottom.holds(place) {
                        return Some((top.from + (place - bottom.from)).min(top.to));
                    }
                    if !up && top.holds(place) {
                        return Some((bottom.from + (place - top.from)).min(bottom.to));
                    }
                    if place == piece.from || place == piece.to {
                        let row = if up { top } else { bottom };
                        return Some(if place == piece.from { row.from } else { row.to });
                    }
                }
                What::Power(exponent) => {
                    if !up && exponent.holds(place) {
                        return Some(piece.to);
                    }
                    if up && (place == piece.from || place == piece.to) {
                        return Some(if place == piece.from { exponent.from } else { exponent.to });
                    }
                }
                _ => {}
            }
        }
        None
    }

    fn holds(&self, place: usize) -> bool {
        (self.from..=self.to).contains(&place)
    }

    /// What the key that rubs out does at a place where taking one sign away would tear a box: the part of the text to
    /// take away, or only another place for the caret. Nothing where one sign may go.
    pub fn rub_out(&self, place: usize) -> Option<(usize, usize)> {
        for piece in &self.pieces {
            for row in piece.rows() {
                if row.holds(place)
                    && let Some(found) = row.rub_out(place)
                {
                    return Some(found);
                }
            }
            let boxed = !matches!(piece.what, What::Sign(_) | What::Brackets(..));
            // Right behind a box: into it, its closing bracket stays.
            if boxed
                && place == piece.to
                && let Some(last) = piece.rows().last()
                && last.to < place
            {
                return Some((last.to, last.to));
            }
            match &piece.what {
                What::Fraction(top, bottom) if place == bottom.from && bottom.from > top.to => {
                    let gone = if bottom.from == bottom.to {
                        // The line goes with its empty denominator; all of it where the numerator is empty, too.
                        if top.from == top.to { (piece.from, piece.to) } else { (after(top, piece), piece.to) }
                    } else {
                        (top.to, top.to)
                    };
                    return Some(gone);
                }
                What::Fraction(top, bottom) if place == top.from && top.from > piece.from => {
                    let empty = top.from == top.to && bottom.from == bottom.to;
                    return Some(if empty { (piece.from, piece.to) } else { (piece.from, piece.from) });
                }
                What::Power(row) | What::Root(row) if place == row.from => {
                    return Some(if row.from == row.to { (piece.from, piece.to) } else { (piece.from, piece.from) });
                }
                _ => {}
            }
        }
        None
    }
}

/// The place behind the numerator's own bracket, if it has one.
fn after(top: &Row, whole: &Piece) -> usize {
    if top.from > whole.from { top.to + 1 } else { top.to }
}

impl Piece {
    /// The rows in it, in the order of the text.
    pub fn rows(&self) -> Vec<&Row> {
        match &self.what {
            What::Sign(_) => Vec::new(),
            What::Fraction(top, bottom) => vec![top, bottom],
            What::Power(row) | What::Root(row) | What::Brackets(row, _) => vec![row],
        }
    }
}

/// What a key puts in: the text in place of what is chosen, and the caret's place from the beginning of that text. A box
/// is put around what is chosen; a fraction takes the number or letter before it as its numerator.
pub fn template(key: Template, before: &str, chosen: &str) -> (String, usize) {
    let length = |text: &str| text.encode_utf16().count();
    let operand =
        before.chars().next_back().is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, ')' | '²' | '³' | '°'));
    match key {
        Template::Fraction if !chosen.is_empty() => (format!("({chosen})/()"), length(chosen) + 4),
        Template::Fraction if operand => ("/()".into(), 2),
        Template::Fraction => ("()/()".into(), 1),
        Template::Power if !chosen.is_empty() => (format!("({chosen})^()"), length(chosen) + 4),
        Template::Power => ("^()".into(), 2),
        Template::Root => (format!("√({chosen})"), 2 + length(chosen)),
    }
}

/// A key that puts a box in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// A fraction.
    Fraction,
    /// An exponent.
    Power,
    /// A root.
    Root,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::maths::read_expression;

    /// The boxes in brackets of their own: `[1|2]` a fraction, `^{2}`, `√{3}`.
    fn drawn(row: &Row) -> String {
        let mut text = String::new();
        for piece in &row.pieces {
            text.push_str(&match &piece.what {
                What::Sign(sign) => sign.to_string(),
                What::Fraction(top, bottom) => format!("[{}|{}]", drawn(top), drawn(bottom)),
                What::Power(row) => format!("^{{{}}}", drawn(row)),
                What::Root(row) => format!("√{{{}}}", drawn(row)),
                What::Brackets(row, closed) => {
                    format!("({}{}", drawn(row), if *closed { ")" } else { "" })
                }
            });
        }
        text
    }

    #[test]
    fn texts_stand_in_their_boxes() {
        for (text, wanted) in [
            ("", ""),
            ("2x + 3", "2x + 3"),
            ("1/2", "[1|2]"),
            ("1/2x", "[1|2]x"),
            ("2x/3", "[2x|3]"),
            ("2 1/3", "2 [1|3]"),
            ("(a+b)/(c-d)", "[a+b|c-d]"),
            ("()/()", "[|]"),
            ("3/()", "[3|]"),
            ("/2", "[|2]"),
            ("1/2/3", "[[1|2]|3]"),
            ("x^2", "x^{2}"),
            ("x^-2y", "x^{-2}y"),
            ("x^(n+1)/2", "[x^{n+1}|2]"),
            ("1/x^2", "[1|x^{2}]"),
            ("√2", "√{2}"),
            ("√(x+1)", "√{x+1}"),
            ("sqrt(2)/2", "[√{2}|2]"),
            ("√(1/(2", "√{[1|2]}"),
            ("2(x+1)^2", "2(x+1)^{2}"),
            ("(1+2", "(1+2"),
            ("1)", "1)"),
            ("0,5/1,5", "[0,5|1,5]"),
            ("x = 1/2; 3", "x = [1|2]; 3"),
            ("x²/4", "[x²|4]"),
            ("^", "^{}"),
            ("√", "√{}"),
        ] {
            assert_eq!(drawn(&boxes(text)), wanted, "{text}");
        }
    }

    #[test]
    fn the_caret_walks_in_and_out() {
        // (a+b)/(2): the places of the text, and where each key leads.
        for (text, from, walk, wanted) in [
            ("(a+b)/(2)", 0, Walk::Right, Some(1)),
            ("(a+b)/(2)", 4, Walk::Right, Some(7)),
            ("(a+b)/(2)", 7, Walk::Left, Some(4)),
            ("(a+b)/(2)", 8, Walk::Right, Some(9)),
            ("(a+b)/(2)", 1, Walk::Left, Some(0)),
            ("(a+b)/(2)", 4, Walk::Down, Some(8)),
            ("(a+b)/(2)", 7, Walk::Up, Some(1)),
            ("(a+b)/(2)", 0, Walk::Down, Some(7)),
            ("(a+b)/(2)", 9, Walk::Up, Some(4)),
            ("x^(2)+1", 1, Walk::Up, Some(3)),
            ("x^(2)+1", 1, Walk::Right, Some(3)),
            ("x^(2)+1", 4, Walk::Down, Some(5)),
            ("x^(2)+1", 4, Walk::Right, Some(5)),
            ("√(x)", 0, Walk::Right, Some(2)),
            ("√(x)", 3, Walk::Right, Some(4)),
            ("√(x)", 4, Walk::Right, None),
            ("2x", 0, Walk::Left, None),
            ("2x", 1, Walk::Up, None),
            ("1/2", 1, Walk::Right, Some(2)),
            ("1/2", 1, Walk::Down, Some(3)),
        ] {
            assert_eq!(boxes(text).walk(from, walk), wanted, "{text} from {from} {walk:?}");
        }
        assert_eq!(boxes("(1)/(2)").stop_at(3), 2);
    }

    #[test]
    fn rubbing_out_never_tears_a_box() {
        for (text, at, wanted) in [
            ("1/()", 3, Some((1, 4))),
            ("()/()", 1, Some((0, 5))),
            ("()/()", 4, Some((0, 5))),
            ("(a)/()", 5, Some((3, 6))),
            ("1/(2)", 3, Some((1, 1))),
            ("1/(2)", 5, Some((4, 4))),
            ("x^()", 3, Some((1, 4))),
            ("√()", 2, Some((0, 3))),
            ("√(2)", 4, Some((3, 3))),
            ("1/(2)", 4, None),
            ("2x", 1, None),
            ("(1)", 3, None),
        ] {
            assert_eq!(boxes(text).rub_out(at), wanted, "{text} at {at}");
        }
    }

    #[test]
    fn keys_put_boxes_in() {
        for (key, before, chosen, wanted) in [
            (Template::Fraction, "", "", "(|)/()"),
            (Template::Fraction, "2 + ", "", "(|)/()"),
            (Template::Fraction, "12", "", "/(|)"),
            (Template::Fraction, "", "x+1", "(x+1)/(|)"),
            (Template::Power, "x", "", "^(|)"),
            (Template::Power, "", "ab", "(ab)^(|)"),
            (Template::Root, "", "", "√(|)"),
            (Template::Root, "", "9", "√(9|)"),
        ] {
            let (mut text, caret) = template(key, before, chosen);
            let at = text.char_indices().nth(caret).map_or(text.len(), |(at, _)| at);
            text.insert(at, '|');
            assert_eq!(text, wanted, "{key:?} after `{before}`");
        }
    }

    #[test]
    fn any_text_is_laid_out_and_all_its_places_lie_in_it() {
        let long = "(".repeat(300);
        let longer = "1/".repeat(500);
        for text in ["((((", "^^^^", "////", "√√√", "1/(2", ")(", "😀/2", "x^-", "-/-", "sqrt", &long, &longer]
        {
            let row = boxes(text);
            let end = text.encode_utf16().count();
            assert!(row.stops().into_iter().all(|stop| stop <= end), "{text}");
            for place in 0..=end.min(40) {
                for walk in [Walk::Left, Walk::Right, Walk::Up, Walk::Down] {
                    assert!(row.walk(place, walk).is_none_or(|to| to <= end), "{text} {place} {walk:?}");
                }
                assert!(row.rub_out(place).is_none_or(|(from, to)| from <= to && to <= end), "{text} {place}");
            }
        }
    }

    #[test]
    fn a_filled_template_is_read_as_it_looks() {
        for (text, plain) in [("1/(2)", "1/2"), ("(1)/(2)", "1/2"), ("x^(2)", "x^2"), ("(x+1)/(2)", "(x + 1)/2")] {
            let one = read_expression(text).value.map(|expr| crate::maths::mathml(&expr));
            let other = read_expression(plain).value.map(|expr| crate::maths::mathml(&expr));
            assert_eq!(one, other, "{text}");
        }
    }
}
