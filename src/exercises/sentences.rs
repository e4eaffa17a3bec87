//! What judging says to a pupil, in both languages. One short pointer each: what to look at, never the answer.

use super::rich::Words;
use crate::base::{Lang, Text};
use crate::maths::Remark;
use std::collections::BTreeSet;

/// Right.
pub fn right() -> Words {
    Words::plainly("Teisingai!", "Right!")
}

/// Right, though one of the two has no value somewhere where the other has.
pub fn right_but_for_domain() -> Words {
    Words::plainly(
        "Teisingai! Tik atkreipk dėmesį: šių reiškinių apibrėžimo sritys skiriasi.",
        "Right! Only note that the domains of these expressions differ.",
    )
}

/// Right in value, and what to do next.
pub fn other_form(wished: bool, remark: &Words) -> Words {
    let (lt, en) = (remark.plain(Lang::Lt), remark.plain(Lang::En));
    if wished {
        Words::verbatim(format!("Teisingai! {lt}"), format!("Right! {en}"))
    } else {
        Words::verbatim(format!("Reikšmė teisinga. {lt}"), format!("The value is right. {en}"))
    }
}

/// The guess at what is believed, and the repair.
pub fn believes(believes: &Words, repair: &Words) -> Words {
    let lt = format!("Atrodo, kad manai: {}. {}", believes.source(Lang::Lt), repair.source(Lang::Lt));
    let en = format!("It looks as if you think: {}. {}", believes.source(Lang::En), repair.source(Lang::En));
    repair.with_text(lt, en)
}

/// A remark of the reader.
pub fn remark(remark: &Remark) -> Words {
    Words::verbatim(remark.sentence(Lang::Lt), remark.sentence(Lang::En))
}

/// No answer, or one of another kind.
pub fn nothing_given() -> Words {
    Words::plainly("Pasirink atsakymą.", "Choose an answer.")
}

/// What is said of a line of working, by its number on the screen.
pub fn at_line(number: usize, said: &Words) -> Words {
    let (lt, en) = (said.plain(Lang::Lt), said.plain(Lang::En));
    Words::verbatim(format!("{number} eilutė. {lt}"), format!("Line {number}. {en}"))
}

/// The working fits so far, but does not come to an end yet.
pub fn go_on() -> Words {
    Words::plainly(
        "Kol kas viskas gerai. Tęsk, kol gausi atsakymą.",
        "So far all is well. Go on until you have the answer.",
    )
}

/// No line of working yet.
pub fn first_step() -> Words {
    Words::plainly("Parašyk bent vieną žingsnį.", "Write at least one step.")
}

/// Nothing whole was drawn.
pub fn draw_first() -> Words {
    Words::plainly("Dar ne viskas nubrėžta. Pažymėk, ko trūksta.", "Not everything is drawn yet. Mark what is missing.")
}

/// Another number of cells is wanted.
pub fn cells_count(given: i64, wanted: i64) -> Words {
    if given < wanted {
        Words::plainly(
            "Pažymėta per mažai langelių. Suskaičiuok, kiek jų yra iš viso ir kiek reikia.",
            "Too few cells are marked. Count how many there are and how many are needed.",
        )
    } else {
        Words::plainly(
            "Pažymėta per daug langelių. Suskaičiuok, kiek jų yra iš viso ir kiek reikia.",
            "Too many cells are marked. Count how many there are and how many are needed.",
        )
    }
}

/// Other cells are wanted: some are missing, or some do not belong.
pub fn cells_apart(given: &BTreeSet<(i64, i64)>, wanted: &BTreeSet<(i64, i64)>) -> Words {
    if given.is_subset(wanted) {
        Words::plainly(
            "Visi pažymėti langeliai tinka, bet dar ne visi pažymėti.",
            "All cells you marked belong, but some are still missing.",
        )
    } else {
        Words::plainly(
            "Dalis pažymėtų langelių netinka. Patikrink juos po vieną.",
            "Some of the marked cells do not belong. Check them one by one.",
        )
    }
}

/// Some parts were left out.
pub fn not_all_given() -> Words {
    Words::plainly(
        "Dar ne visi atsakymai sudėti. Panaudok kiekvieną po vieną kartą.",
        "Not everything is placed yet. Use each one exactly once.",
    )
}

/// A wrong option without a mistake behind it.
pub fn other_option() -> Words {
    Words::plainly(
        "Šis variantas netinka. Perskaityk sąlygą dar kartą ir palygink likusius.",
        "This one does not fit. Read the task once more and compare the others.",
    )
}

/// Several options: so many do not fit, so many are missing.
pub fn options(unfit: usize, missing: usize) -> Words {
    match (unfit, missing) {
        (0, 1) => Words::plainly(
            "Pažymėti variantai tinka, bet trūksta dar vieno.",
            "What you marked fits, but one more is missing.",
        ),
        (0, _) => Words::plainly(
            "Pažymėti variantai tinka, bet yra ir daugiau tinkamų.",
            "What you marked fits, but there are more.",
        ),
        (1, _) => Words::plainly(
            "Vienas pažymėtas variantas netinka. Patikrink kiekvieną atskirai.",
            "One of the marked options does not fit. Check each on its own.",
        ),
        _ => Words::plainly(
            "Keli pažymėti variantai netinka. Patikrink kiekvieną atskirai.",
            "Some of the marked options do not fit. Check each on its own.",
        ),
    }
}

/// An order whose first so many stand in their place.
pub fn order(in_place: usize) -> Words {
    match in_place {
        0 => Words::plainly(
            "Pradžia kitokia. Pagalvok, nuo ko reikia pradėti.",
            "The beginning is different. Think about what comes first.",
        ),
        1 => Words::plainly(
            "Pirmoji eilutė savo vietoje. Kas turi būti po jos?",
            "The first line is in its place. What must follow it?",
        ),
        n => Words::plainly(
            format!("Pirmos {n} eilutės savo vietose. Kas turi būti po jų?"),
            format!("The first {n} lines are in their places. What must follow them?"),
        ),
    }
}

/// So many pairs of so many fit.
pub fn pairs(fitting: usize, count: usize) -> Words {
    match fitting {
        0 => Words::plainly(
            "Poros dar nesutampa. Pradėk nuo tos, dėl kurios abejoji mažiausiai.",
            "No pair fits yet. Start with the one you are surest about.",
        ),
        _ => Words::plainly(
            format!("Teisingai sujungta porų: {fitting} iš {count}. Patikrink kitas."),
            format!("Pairs that fit: {fitting} of {count}. Check the others."),
        ),
    }
}

fn both(lt: &str, en: &str) -> Words {
    Words::plainly(lt, en)
}

/// A number in another unit than the task's.
pub fn other_unit(own: &Text) -> Words {
    Words::verbatim(
        format!("Čia atsakymas rašomas šiais vienetais: {}. Perskaičiuok arba ištrink savo vienetus.", own.lt),
        format!("The answer here is in {}. Convert it, or leave the unit out.", own.en),
    )
}

/// A percentage where a number is asked.
pub fn no_percent_sign() -> Words {
    both(
        "Čia prašoma skaičiaus, o ne procentų. Ištrink ženklą %.",
        "A number is asked here, not a percentage. Delete the sign %.",
    )
}

/// A finer number than asked for.
pub fn round_to(places: u32) -> Words {
    let (lt, en) = match places {
        0 => ("vienetų", "ones".to_owned()),
        1 => ("dešimtųjų", "tenths".to_owned()),
        2 => ("šimtųjų", "hundredths".to_owned()),
        3 => ("tūkstantųjų", "thousandths".to_owned()),
        _ => {
            return Words::plainly(
                format!("Dabar suapvalink: po kablelio palik skaitmenų {places}."),
                format!("Now round it to {places} decimal places."),
            );
        }
    };
    Words::plainly(format!("Dabar suapvalink iki {lt}."), format!("Now round it to {en}."))
}

/// Two values that could not be compared in the time there is.
pub fn too_hard_to_compare() -> Words {
    both("Tokio užrašo palyginti nepavyko. Užrašyk paprasčiau.", "This could not be compared. Write it more simply.")
}

/// An operation is left between numbers.
pub fn work_out() -> Words {
    both("Dar apskaičiuok iki galo.", "Now work it out to the end.")
}

/// Nothing better is known.
pub fn check_steps() -> Words {
    both("Peržiūrėk veiksmus po vieną nuo pradžios.", "Go through your steps one by one from the start.")
}

/// slip-typing
pub fn typing() -> Words {
    both("Patikrink, ar teisingai įrašei skaitmenis.", "Check whether you typed the digits as you meant.")
}

/// slip-sign
pub fn sign() -> Words {
    both("Labai arti! Patikrink ženklą.", "Very close! Check the sign.")
}

/// slip-sign in an expression
pub fn all_signs() -> Words {
    both("Labai arti! Patikrink visų narių ženklus.", "Very close! Check the signs of all terms.")
}

/// slip-percent where per cent is asked
pub fn as_percent() -> Words {
    both(
        "Čia prašoma procentų: savo skaičių dar paversk procentais.",
        "Per cent is asked here: turn your number into a percentage.",
    )
}

/// slip-percent where a number is asked
pub fn percent_as_number() -> Words {
    both(
        "Procentus dar paversk skaičiumi: vienas procentas – viena šimtoji.",
        "Turn the percentage into a number: one per cent is one hundredth.",
    )
}

/// slip-rounding
pub fn rounding() -> Words {
    both("Beveik! Patikrink, kaip suapvalinai paskutinį skaitmenį.", "Almost! Check how you rounded the last digit.")
}

/// slip-ten-times
pub fn ten_times() -> Words {
    both(
        "Skaitmenys geri. Patikrink kablelį ir nulius.",
        "The digits are right. Check the decimal point and the zeros.",
    )
}

/// slip-inverted
pub fn inverted() -> Words {
    both("Patikrink, kurį skaičių iš kurio daliji.", "Check which number you divide by which.")
}

/// slip-swapped in a pair
pub fn coordinates_swapped() -> Words {
    both("Skaičiai geri. Patikrink, kuris rašomas pirmas.", "The numbers are right. Check which one comes first.")
}

/// slip-swapped in a ratio
pub fn ratio_swapped() -> Words {
    both(
        "Skaičiai geri. Patikrink, kas su kuo lyginama: kuris skaičius rašomas pirmas?",
        "The numbers are right. Check what is compared with what: which number comes first?",
    )
}

/// slip-bracket
pub fn bracket() -> Words {
    both(
        "Galai geri. Patikrink, ar jie patys priklauso intervalui: [ ] – priklauso, ( ) – ne.",
        "The ends are right. Check whether they belong to the interval themselves: [ ] yes, ( ) no.",
    )
}

/// slip-direction
pub fn direction() -> Words {
    both(
        "Riba gera. Patikrink, į kurią pusę nuo jos yra sprendiniai.",
        "The boundary is right. Check on which side of it the solutions lie.",
    )
}

/// A negative number for a positive one or the other way round.
pub fn think_of_sign() -> Words {
    both(
        "Pagalvok, ar atsakymas turi būti teigiamas, ar neigiamas.",
        "Think about whether the answer should be positive or negative.",
    )
}

/// Too big.
pub fn should_be_less() -> Words {
    both(
        "Atsakymas turėtų būti mažesnis. Patikrink veiksmus iš eilės.",
        "The answer should be smaller. Check your steps one by one.",
    )
}

/// Too small.
pub fn should_be_more() -> Words {
    both(
        "Atsakymas turėtų būti didesnis. Patikrink veiksmus iš eilės.",
        "The answer should be bigger. Check your steps one by one.",
    )
}

/// The number put into the equation gives two different sides.
pub fn sides_differ(letter: &str, number: &str, left: &str, right: &str) -> Words {
    Words::plainly(
        format!(
            "Įrašykime ${letter} = {number}$ į lygtį: kairėje gauname ${left}$, o dešinėje ${right}$. Turi būti lygu."
        ),
        format!(
            "Put ${letter} = {number}$ into the equation: the left side gives ${left}$, the right side ${right}$. They should be equal."
        ),
    )
}

/// Numbers in place of letters give another value than wanted.
pub fn values_differ(put: &str, wanted: &str, got: &str) -> Words {
    Words::plainly(
        format!("Patikrinkime su skaičiais: kai {put}, turi išeiti ${wanted}$, o tavo reiškinys lygus ${got}$."),
        format!("Let us check with numbers: for {put} it should give ${wanted}$, but your expression gives ${got}$."),
    )
}

/// A letter that the answer does not have.
pub fn foreign_letter(letter: &str) -> Words {
    Words::verbatim(
        format!("Iš kur atsirado {letter}? Patikrink raides."),
        format!("Where does {letter} come from? Check the letters."),
    )
}

/// All given fit, but there are more.
pub fn more_solutions() -> Words {
    both(
        "Tai sprendinys, bet ne vienintelis. Ieškok toliau.",
        "That is a solution, but not the only one. Look further.",
    )
}

/// Some fit, some do not.
pub fn some_do_not_fit() -> Words {
    both(
        "Dalis tinka, bet ne visi. Įrašyk kiekvieną į lygtį ir patikrink.",
        "Some of them fit, but not all. Put each into the equation and check.",
    )
}

/// None fits.
pub fn put_in_and_check() -> Words {
    both(
        "Įrašyk savo skaičių į lygtį ir patikrink, ar abi pusės lygios.",
        "Put your number into the equation and check whether both sides are equal.",
    )
}

/// All numbers are solutions.
pub fn others_fit_too() -> Words {
    both(
        "Tinka ne tik šis skaičius. Pabandyk įrašyti kelis kitus.",
        "Not only this number fits. Try putting in a few others.",
    )
}

/// There are solutions.
pub fn there_are_solutions() -> Words {
    both("Sprendinių yra. Peržiūrėk veiksmus po vieną.", "There are solutions. Go through your steps one by one.")
}

/// Not all numbers are solutions.
pub fn not_all_fit() -> Words {
    both(
        "Tinka ne visi skaičiai. Pabandyk įrašyti, pavyzdžiui, $0$ ir $1$.",
        "Not all numbers fit. Try putting in $0$ and $1$, for example.",
    )
}

/// The first coordinate is right.
pub fn only_first_right() -> Words {
    both("Pirmasis skaičius geras. Patikrink antrąjį.", "The first number is right. Check the second one.")
}

/// The second coordinate is right.
pub fn only_second_right() -> Words {
    both("Antrasis skaičius geras. Patikrink pirmąjį.", "The second number is right. Check the first one.")
}

/// Neither coordinate is right.
pub fn check_pair() -> Words {
    both(
        "Įrašyk abu skaičius į sąlygą ir patikrink, ar viskas sutampa.",
        "Put both numbers into the task and check whether everything agrees.",
    )
}

/// A wrong ratio.
pub fn check_ratio() -> Words {
    both(
        "Patikrink, kokius du dydžius lygini ir ar jų vienetai vienodi.",
        "Check which two quantities you compare and whether their units agree.",
    )
}

/// Both ends are wrong.
pub fn check_ends() -> Words {
    both(
        "Patikrink intervalo galus: kokie skaičiai yra riba?",
        "Check the ends of the interval: which numbers are the boundary?",
    )
}

/// One end of several is right.
pub fn one_end_right() -> Words {
    both("Vienas galas geras. Patikrink kitą.", "One end is right. Check the other.")
}

/// The ends are right, but the interval is another one.
pub fn try_a_number() -> Words {
    both(
        "Galai geri. Pasirink skaičių tarp jų ir patikrink, ar jis tinka.",
        "The ends are right. Pick a number between them and check whether it fits.",
    )
}

/// What to look at after one of the usual mistakes, by its id.
pub fn misread(id: &str) -> Words {
    let (lt, en) = match id {
        "bracket-first-only" => (
            "Iš dauginamojo prieš skliaustus daugink kiekvieną skliaustų narį.",
            "Multiply every term in the brackets by the factor in front.",
        ),
        "bracket-minus-sign" => (
            "Kai prieš skliaustus yra minusas, keičiasi visų skliaustų narių ženklai.",
            "A minus in front of brackets turns the sign of every term in them.",
        ),
        "square-binomial-missing-middle" => (
            "Keldamas dvinarį kvadratu nepamiršk dvigubos sandaugos: (a + b)² = a² + 2ab + b².",
            "Squaring a sum, do not forget the double product: (a + b)² = a² + 2ab + b².",
        ),
        "diff-squares-as-square" => (
            "Kvadratų skirtumas nėra skirtumo kvadratas: a² − b² = (a − b)(a + b).",
            "A difference of squares is not the square of a difference: a² − b² = (a − b)(a + b).",
        ),
        "polynomial-product-outer-only" => (
            "Kiekvieną pirmųjų skliaustų narį daugink iš kiekvieno antrųjų.",
            "Multiply every term of the first brackets by every term of the second.",
        ),
        "root-sum-split" => (
            "Šaknies iš sumos skaidyti negalima: taip daroma tik su sandauga arba dalmeniu.",
            "The root of a sum does not split; only that of a product or quotient does.",
        ),
        "root-half" => (
            "Ieškok skaičiaus, kurio kvadratas lygus pošakniui, o ne pusės pošaknio.",
            "Look for the number whose square stands under the root, not for half of it.",
        ),
        "alg-fraction-cancel-terms" => (
            "Prastinti galima tik iš bendro dauginamojo, o ne iš sumos dėmens.",
            "Only a common factor cancels, not a term of a sum.",
        ),
        "power-rule-multiply-exponents" => (
            "Dauginant laipsnius su tuo pačiu pagrindu rodikliai sudedami.",
            "Multiplying powers of one base, add the exponents.",
        ),
        "power-times-exponent" => (
            "Laipsnis yra vienodų dauginamųjų sandauga, o ne pagrindo ir rodiklio sandauga.",
            "A power is a product of equal factors, not base times exponent.",
        ),
        "power-negative-base" => (
            "Jei skliaustuose neigiamasis skaičius, keliamas ir jo ženklas.",
            "With a negative number in brackets, its sign is raised, too.",
        ),
        "power-negative-exponent-sign" => (
            "Neigiamasis rodiklis reiškia atvirkštinį skaičių, o ne minusą.",
            "A negative exponent means the reciprocal, not a minus.",
        ),
        "like-terms-mixed" => (
            "Sutraukti galima tik panašiuosius narius – tuos, kurių raidinė dalis vienoda.",
            "Only like terms, those with the same letters, can be collected.",
        ),
        "like-terms-add-exponents" => (
            "Sudedant panašiuosius narius sudedami tik koeficientai, raidinė dalis lieka.",
            "Adding like terms, add only the coefficients; the letters stay.",
        ),
        "frac-add-tops-bottoms" => (
            "Vardikliai nesudedami: pirmiausia trupmenas subendravardiklink.",
            "Denominators are not added: first find a common one.",
        ),
        "equation-transfer-sign" => {
            ("Perkeldamas narį į kitą pusę pakeisk jo ženklą.", "A term that changes sides changes its sign.")
        }
        "equation-divide-wrong-way" => {
            ("Abi puses dalyk iš koeficiento prie nežinomojo.", "Divide both sides by the coefficient of the unknown.")
        }
        "equation-minus-x-left" => (
            "Prie nežinomojo dar liko minusas: abi puses padaugink iš −1.",
            "A minus is still with the unknown: multiply both sides by −1.",
        ),
        "inequality-negative-flip" => (
            "Dauginant ar dalijant iš neigiamojo skaičiaus nelygybės ženklas apsiverčia.",
            "Multiplying or dividing by a negative number turns the sign of an inequality.",
        ),
        "quadratic-lose-root" => (
            "Dalijant iš nežinomojo prarandamas sprendinys 0: verčiau iškelk jį prieš skliaustus.",
            "Dividing by the unknown loses the solution 0: take it out of brackets instead.",
        ),
        "quadratic-one-sign" => (
            "Kvadratas lygus tam pačiam skaičiui ir tada, kai nežinomasis neigiamas.",
            "The square is the same when the unknown is negative.",
        ),
        "quad-inequality-as-equation" => (
            "Nusibraižyk parabolės eskizą: sprendiniai yra tarp jos nulių arba už jų.",
            "Sketch the parabola: the solutions lie between its zeros or beyond them.",
        ),
        _ => (
            "Palygink šią eilutę su ankstesne: kuris veiksmas jas skiria?",
            "Compare this line with the one before: which operation lies between?",
        ),
    };
    both(lt, en)
}

/// A line of working says the same as the one before.
pub fn line_same() -> Words {
    both("Ši eilutė lygiavertė ankstesnei.", "This line says the same as the one before.")
}

/// A line follows from the one before, with solutions that are still to be checked.
pub fn line_follows() -> Words {
    both(
        "Ši eilutė išplaukia iš ankstesnės, bet galėjo atsirasti pašalinių sprendinių: gale juos patikrink.",
        "This line follows, but solutions may have come in: check them at the end.",
    )
}

/// A line loses a solution.
pub fn line_loses() -> Words {
    both("Šiame žingsnyje dingo sprendinys.", "A solution is lost in this step.")
}

/// A line gains a solution.
pub fn line_gains() -> Words {
    both(
        "Šiame žingsnyje atsirado sprendinys, kuris netinka ankstesnei eilutei.",
        "A solution came in here that does not fit the line before.",
    )
}

/// A line has other solutions, or another value.
pub fn line_wrong() -> Words {
    both(
        "Ši eilutė nelygiavertė ankstesnei. Peržiūrėk, ką padarei tarp jų.",
        "This line does not say the same as the one before. Look at what you did between them.",
    )
}

/// A line that could not be compared with the one before.
pub fn line_not_compared() -> Words {
    both(
        "Šios eilutės palyginti su ankstesne nepavyko. Įterpk tarp jų dar vieną žingsnį.",
        "This line could not be compared with the one before. Put one more step between them.",
    )
}

/// The first line of working.
pub fn line_first() -> Words {
    both("Nuo čia pradedama.", "This is where it starts.")
}
