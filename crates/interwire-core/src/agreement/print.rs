//! The whole agreement as text in one language: what a person reads on the screen, and compares with the other side's.

use super::words::{self, Label};
use super::{Agreement, Article, Lang, Terms, lang};
use std::fmt::Write;

/// The agreement in plain text: title, parties with their keys, and each article with its sentence and wording. The
/// sentences are computed from the terms; those the offer carries are compared by `check::sentences`.
#[must_use]
pub fn print(agreement: &Agreement, in_language: &Lang, label: Label<'_>) -> String {
    let mut text = format!("{}\n{}\n", lang::best(&agreement.title, in_language).unwrap_or_default(), agreement.id);
    for party in &agreement.parties {
        let name = agreement.party_name(&party.id, in_language);
        let country = party.country.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
        // Writing to a String does not fail.
        _ = write!(text, "\n{name}{country}\n  {}\n  {}\n", party.id, party.root_key.fingerprint());
        if let Some(address) = &party.address {
            _ = writeln!(text, "  {address}");
        }
        if let Some(person) = &party.signatory {
            _ = writeln!(text, "  {}, {}", person.name, person.office);
        }
    }
    for article in &agreement.articles {
        _ = write!(text, "\n{}. {}\n", article.id, spoken(article, agreement, in_language, label));
        if let Some(wording) = article.wording.get(in_language).or_else(|| article.wording.values().next()) {
            _ = writeln!(text, "  \u{201c}{wording}\u{201d}");
        }
    }
    text
}

fn spoken(article: &Article, agreement: &Agreement, in_language: &Lang, label: Label<'_>) -> String {
    match &article.terms {
        Terms::Unknown { kind, terms } => {
            let carried = lang::best(&article.sentence, in_language).unwrap_or_default();
            format!("[{kind}: not understood here] {carried} {terms:?}")
        }
        _ => words::sentence(article, agreement, in_language, label),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::samples;
    use expect_test::expect;

    fn economy(code: &str, lang: &Lang) -> Option<String> {
        (code == "medtop:04000000" && lang.as_str() == "vi").then(|| "kinh tế".to_owned())
    }

    #[test]
    fn a_person_reads_the_whole_agreement_in_english() {
        expect![[r#"
            Agreement on cooperation in the exchange of news
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a

            Hanoi Press (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General

            Astana Press (KZ)
              astana
              14945 12216 17057 55374 84080 46071

            1. This agreement replaces agreement 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. It is made under framework agreement 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. It is the yearly plan of agreement 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.

            2. The texts of this agreement are in English, Vietnamese. If they differ, the text in English prevails.

            3. This agreement takes effect on 2027-01-01, or on the day of the last signature if that is later. It runs for 3 years, counted from 2027-01-01 in any case. It is renewed for the same term unless a party gives written notice at least 3 months before the end. A party may also end it during the term by written notice of 3 months. Days are counted in the time zone Asia/Ho_Chi_Minh. It cannot be suspended by one party. After its end these articles hold on: 8.

            4. Hanoi Press makes its news available to Astana Press: text, pictures. Languages: English, Russian. Subjects, each with everything below it: medtop:04000000, medtop:11000000. From these services: Main wire. Items of these sources: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Files travel also in the form in which they were received. Price: 1200.00 EUR per month.

            5. Astana Press makes its news available to Hanoi Press: text, pictures. Languages: English, Russian. Subjects, each with everything below it: medtop:04000000, medtop:11000000. From these services: Main wire. Items of these sources: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Files travel also in the form in which they were received. Free of charge, on the basis of reciprocity.

            6. Whoever publishes an item of Hanoi Press names it as “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), beside the name of the author.

            7. Whoever publishes an item of Astana Press names it as “Astana Press” (en), “Астана агенттігі” (kk), beside the name of the author.

            8. When a party corrects, withholds or kills an item, the others confirm within 15 minutes that they have stopped it, and remove or correct what they have published within 2 hours. This covers the item itself, not what was made from it. The recall is remembered for at least 10 years.
              “Kills are obeyed.”
        "#]].assert_eq(&print(&samples::everything(), &Lang::english(), &economy));
    }

    #[test]
    fn every_language_reads_as_it_was_translated() {
        let agreement = samples::everything();
        let mut text = String::new();
        for tag in ["vi", "ru", "kk", "az", "fr"] {
            text += &print(&agreement, &tag.parse().unwrap(), &economy).replace("\n\n", "\n");
            text += "----\n";
        }
        expect![[r#"
            Thỏa thuận hợp tác trao đổi thông tin
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
            Hãng tin Hà Nội (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General
            Astana Press (KZ)
              astana
              14945 12216 17057 55374 84080 46071
            1. Thỏa thuận này thay thế thỏa thuận 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. Thỏa thuận được ký kết trong khuôn khổ thỏa thuận 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. Thỏa thuận là kế hoạch hằng năm của thỏa thuận 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.
            2. Các văn bản của thỏa thuận này bằng tiếng Anh, tiếng Việt. Nếu có khác biệt, văn bản bằng tiếng Anh được ưu tiên áp dụng.
            3. Thỏa thuận này có hiệu lực từ ngày 2027-01-01, hoặc từ ngày ký cuối cùng nếu ngày đó muộn hơn. Thỏa thuận có thời hạn 3 năm, trong mọi trường hợp tính từ ngày 2027-01-01. Thỏa thuận được gia hạn với thời hạn tương tự, trừ khi một bên thông báo bằng văn bản ít nhất 3 tháng trước khi hết hạn. Một bên cũng có thể chấm dứt trong thời hạn bằng thông báo văn bản trước 3 tháng. Ngày được tính theo múi giờ Asia/Ho_Chi_Minh. Một bên không thể đơn phương tạm đình chỉ thỏa thuận. Sau khi thỏa thuận chấm dứt, các điều sau vẫn có hiệu lực: 8.
            4. Hãng tin Hà Nội cung cấp tin cho Astana Press: tin văn bản, ảnh. Ngôn ngữ: tiếng Anh, tiếng Nga. Chủ đề, mỗi chủ đề gồm mọi mục bên dưới: kinh tế (medtop:04000000), medtop:11000000. Từ các dịch vụ sau: Main wire. Tin của các nguồn sau: Hãng tin Hà Nội (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Tệp cũng được chuyển ở dạng như khi nhận được. Giá: 1200.00 EUR mỗi tháng.
            5. Astana Press cung cấp tin cho Hãng tin Hà Nội: tin văn bản, ảnh. Ngôn ngữ: tiếng Anh, tiếng Nga. Chủ đề, mỗi chủ đề gồm mọi mục bên dưới: kinh tế (medtop:04000000), medtop:11000000. Từ các dịch vụ sau: Main wire. Tin của các nguồn sau: Hãng tin Hà Nội (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Tệp cũng được chuyển ở dạng như khi nhận được. Miễn phí, trên cơ sở có đi có lại.
            6. Bên đăng phát tin của Hãng tin Hà Nội ghi nguồn là “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), bên cạnh tên tác giả.
            7. Bên đăng phát tin của Astana Press ghi nguồn là “Astana Press” (en), “Астана агенттігі” (kk), bên cạnh tên tác giả.
            8. Khi một bên đính chính, tạm giữ hoặc hủy một tin, các bên khác xác nhận trong vòng 15 phút rằng đã ngừng sử dụng tin đó, và gỡ hoặc sửa nội dung đã đăng trong vòng 2 giờ. Quy định này áp dụng với chính tin đó, không áp dụng với sản phẩm làm từ tin. Lệnh thu hồi được ghi nhớ ít nhất 10 năm.
              “Lệnh hủy được tuân thủ.”
            ----
            Agreement on cooperation in the exchange of news
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
            Hanoi Press (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General
            Astana Press (KZ)
              astana
              14945 12216 17057 55374 84080 46071
            1. Настоящее соглашение заменяет соглашение 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. Оно заключено в рамках соглашения 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. Оно является годовым планом соглашения 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.
            2. Языки текстов настоящего соглашения: английский, вьетнамский. В случае расхождений преимущественную силу имеет текст на языке: английский.
            3. Настоящее соглашение вступает в силу с даты 2027-01-01 либо в день последней подписи, если она поставлена позднее. Срок его действия: 3 года; он в любом случае исчисляется с даты 2027-01-01. Оно продлевается на тот же срок, если ни одна из сторон не направит письменного уведомления до его окончания (не позднее чем за следующий срок: 3 месяца). Сторона может прекратить его и в течение срока, письменно уведомив об этом заранее (срок уведомления: 3 месяца). Дни исчисляются в часовом поясе Asia/Ho_Chi_Minh. Одна сторона не может его приостановить. После его прекращения продолжают действовать статьи: 8.
            4. Hanoi Press предоставляет свою информацию; получатели: Astana Press; виды материалов: тексты, фотографии. Языки: английский, русский. Темы, каждая со всеми подтемами: medtop:04000000, medtop:11000000. Из следующих служб: Main wire. Материалы следующих источников: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Файлы передаются также в том виде, в котором они были получены. Цена: 1200.00 EUR за месяц.
            5. Astana Press предоставляет свою информацию; получатели: Hanoi Press; виды материалов: тексты, фотографии. Языки: английский, русский. Темы, каждая со всеми подтемами: medtop:04000000, medtop:11000000. Из следующих служб: Main wire. Материалы следующих источников: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Файлы передаются также в том виде, в котором они были получены. Безвозмездно, на основе взаимности.
            6. Публикуя материал, источником которого является Hanoi Press, сторона указывает: “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), рядом с именем автора.
            7. Публикуя материал, источником которого является Astana Press, сторона указывает: “Astana Press” (en), “Астана агенттігі” (kk), рядом с именем автора.
            8. Если сторона исправляет, задерживает или аннулирует материал, другие стороны подтверждают, что остановили его (срок: 15 минут), и удаляют или исправляют опубликованное (срок: 2 часа). Это относится к самому материалу, но не к сделанному на его основе. Сведения об отзыве хранятся не менее указанного срока: 10 лет.
              “Kills are obeyed.”
            ----
            Agreement on cooperation in the exchange of news
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
            Hanoi Press (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General
            Астана агенттігі (KZ)
              astana
              14945 12216 17057 55374 84080 46071
            1. Осы келісім мына келісімнің орнына жасалды: 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. Ол мына келісім шеңберінде жасалды: 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. Ол мына келісімнің жылдық жоспары болып табылады: 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.
            2. Осы келісім мәтіндерінің тілдері: ағылшын тілі, вьетнам тілі. Айырмашылық болған жағдайда мына тілдегі мәтін басым болады: ағылшын тілі.
            3. Осы келісім 2027-01-01 күнінен бастап, ал соңғы қол кейінірек қойылса, сол күннен бастап күшіне енеді. Оның қолданылу мерзімі: 3 жыл; ол кез келген жағдайда 2027-01-01 күнінен бастап есептеледі. Тараптардың бірі мерзім аяқталғанға дейін жазбаша хабарламаса (кемінде: 3 ай бұрын), ол сол мерзімге ұзартылады. Тарап алдын ала жазбаша хабарлап, оны мерзім ішінде де тоқтата алады (хабарлау мерзімі: 3 ай). Күндер мына уақыт белдеуі бойынша есептеледі: Asia/Ho_Chi_Minh. Бір тарап оны тоқтата тұра алмайды. Ол аяқталғаннан кейін мына баптар күшінде қалады: 8.
            4. Hanoi Press өз ақпаратын ұсынады; алушылар: Астана агенттігі; материал түрлері: мәтіндер, фотосуреттер. Тілдер: ағылшын тілі, орыс тілі. Тақырыптар, әрқайсысы барлық тармақтарымен: medtop:04000000, medtop:11000000. Мына қызметтерден: Main wire. Мына дереккөздердің материалдары: Hanoi Press (49160 77312 50809 34047 23759 60891), Астана агенттігі (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Файлдар алынған күйінде де беріледі. Бағасы: 1200.00 EUR, кезең: ай.
            5. Астана агенттігі өз ақпаратын ұсынады; алушылар: Hanoi Press; материал түрлері: мәтіндер, фотосуреттер. Тілдер: ағылшын тілі, орыс тілі. Тақырыптар, әрқайсысы барлық тармақтарымен: medtop:04000000, medtop:11000000. Мына қызметтерден: Main wire. Мына дереккөздердің материалдары: Hanoi Press (49160 77312 50809 34047 23759 60891), Астана агенттігі (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Файлдар алынған күйінде де беріледі. Өзара негізде тегін.
            6. Дереккөзі Hanoi Press болып табылатын материалды жариялаған тарап оны былай көрсетеді: “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), автор есімінің жанында.
            7. Дереккөзі Астана агенттігі болып табылатын материалды жариялаған тарап оны былай көрсетеді: “Astana Press” (en), “Астана агенттігі” (kk), автор есімінің жанында.
            8. Тарап материалды түзетсе, кідіртсе немесе күшін жойса, басқалары оны тоқтатқанын растайды (мерзімі: 15 минут) және жарияланғанын алып тастайды немесе түзетеді (мерзімі: 2 сағат). Бұл материалдың өзіне ғана қатысты, одан жасалғандарға қатысты емес. Кері қайтарып алу туралы мәлімет кемінде мына мерзімге сақталады: 10 жыл.
              “Kills are obeyed.”
            ----
            Agreement on cooperation in the exchange of news
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
            Hanoi Press (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General
            Astana Press (KZ)
              astana
              14945 12216 17057 55374 84080 46071
            1. Bu saziş aşağıdakı sazişi əvəz edir: 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. O, aşağıdakı saziş çərçivəsində bağlanmışdır: 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. O, aşağıdakı sazişin illik planıdır: 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.
            2. Bu sazişin mətnlərinin dilləri: ingilis dili, vyetnam dili. Fərq olduqda bu dildəki mətn üstünlük təşkil edir: ingilis dili.
            3. Bu saziş 2027-01-01 tarixində, son imza daha gec qoyulduqda isə həmin gün qüvvəyə minir. Onun qüvvədə olma müddəti: 3 il; o, istənilən halda 2027-01-01 tarixindən hesablanır. Tərəflərdən biri müddət bitməzdən əvvəl (ən azı 3 ay) yazılı bildiriş verməsə, o, eyni müddətə uzadılır. Tərəf əvvəlcədən yazılı bildiriş göndərməklə onu müddət ərzində də dayandıra bilər (bildiriş müddəti: 3 ay). Günlər bu saat qurşağı üzrə hesablanır: Asia/Ho_Chi_Minh. Bir tərəf onu dayandıra bilməz. O başa çatdıqdan sonra bu maddələr qüvvədə qalır: 8.
            4. Hanoi Press öz xəbərlərini təqdim edir; alanlar: Astana Press; material növləri: mətnlər, fotolar. Dillər: ingilis dili, rus dili. Mövzular, hər biri bütün alt mövzuları ilə: medtop:04000000, medtop:11000000. Bu xidmətlərdən: Main wire. Bu mənbələrin materialları: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Fayllar alındığı şəkildə də ötürülür. Qiymət: 1200.00 EUR, dövr: ay.
            5. Astana Press öz xəbərlərini təqdim edir; alanlar: Hanoi Press; material növləri: mətnlər, fotolar. Dillər: ingilis dili, rus dili. Mövzular, hər biri bütün alt mövzuları ilə: medtop:04000000, medtop:11000000. Bu xidmətlərdən: Main wire. Bu mənbələrin materialları: Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Fayllar alındığı şəkildə də ötürülür. Qarşılıqlılıq əsasında ödənişsiz.
            6. Mənbəyi Hanoi Press olan materialı dərc edən tərəf onu belə göstərir: “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), müəllifin adının yanında.
            7. Mənbəyi Astana Press olan materialı dərc edən tərəf onu belə göstərir: “Astana Press” (en), “Астана агенттігі” (kk), müəllifin adının yanında.
            8. Tərəf materialı düzəltdikdə, saxladıqda və ya ləğv etdikdə digərləri onu dayandırdıqlarını təsdiqləyir (müddət: 15 dəqiqə) və dərc etdiklərini götürür və ya düzəldir (müddət: 2 saat). Bu, materialın özünə aiddir, ondan hazırlananlara aid deyil. Geri çağırma haqqında məlumat ən azı bu müddət ərzində saxlanılır: 10 il.
              “Kills are obeyed.”
            ----
            Agreement on cooperation in the exchange of news
            0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a
            Hanoi Press (VN)
              hanoi
              49160 77312 50809 34047 23759 60891
              5 Lý Thường Kiệt, Hà Nội
              Vũ Việt Trang, Director General
            Astana Press (KZ)
              astana
              14945 12216 17057 55374 84080 46071
            1. Le présent accord remplace l'accord 0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b. Il est conclu dans le cadre de l'accord 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c. Il constitue le plan annuel de l'accord 0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d.
            2. Les textes du présent accord sont rédigés en : anglais, vietnamien. En cas de divergence, le texte suivant prévaut : anglais.
            3. Le présent accord prend effet le 2027-01-01, ou le jour de la dernière signature si celle-ci est postérieure. Il est conclu pour une durée de 3 ans, comptée dans tous les cas à partir du 2027-01-01. Il est reconduit pour la même durée, sauf préavis écrit d'une partie donné au moins 3 mois avant l'échéance. Chaque partie peut aussi y mettre fin en cours de période par écrit, avec un préavis de 3 mois. Les jours sont comptés dans le fuseau horaire Asia/Ho_Chi_Minh. Il ne peut être suspendu par une seule partie. Après sa fin, les articles suivants restent applicables : 8.
            4. Hanoi Press met ses informations à la disposition de Astana Press : textes, photos. Langues : anglais, russe. Sujets, chacun avec tout ce qui en relève : medtop:04000000, medtop:11000000. Provenant des services suivants : Main wire. Productions des sources suivantes : Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Les fichiers sont aussi transmis sous la forme dans laquelle ils ont été reçus. Prix : 1200.00 EUR par mois.
            5. Astana Press met ses informations à la disposition de Hanoi Press : textes, photos. Langues : anglais, russe. Sujets, chacun avec tout ce qui en relève : medtop:04000000, medtop:11000000. Provenant des services suivants : Main wire. Productions des sources suivantes : Hanoi Press (49160 77312 50809 34047 23759 60891), Astana Press (14945 12216 17057 55374 84080 46071), baku (21253 21023 35068 32848 80576 16353). Les fichiers sont aussi transmis sous la forme dans laquelle ils ont été reçus. À titre gratuit, sur la base de la réciprocité.
            6. Quiconque publie une production de Hanoi Press la mentionne ainsi : “Hanoi Press” (en), “Hãng tin Hà Nội” (vi), à côté du nom de l'auteur.
            7. Quiconque publie une production de Astana Press la mentionne ainsi : “Astana Press” (en), “Астана агенттігі” (kk), à côté du nom de l'auteur.
            8. Lorsqu'une partie corrige, suspend ou annule une information, les autres confirment dans un délai de 15 minutes qu'elles l'ont arrêtée, et retirent ou corrigent ce qu'elles ont publié dans un délai de 2 heures. Cela vaut pour l'information elle-même, non pour ce qui en a été tiré. Le rappel est conservé en mémoire pendant au moins 10 ans.
              “Kills are obeyed.”
            ----
        "#]].assert_eq(&text);
    }
}
