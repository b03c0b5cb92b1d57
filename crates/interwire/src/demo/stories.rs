//! The stories of the demo: our own writing about events that never happened, in the languages of its agencies.

use interwire_core::ids::{BadId, Guid};
use interwire_core::item::{Body, Item, ItemType, Line, Markup, Moment, Rendition, Version, words::SafeNumber};

/// A story as the demo's newsroom has it.
#[derive(Debug, Clone, Copy)]
pub struct Story {
    /// Which agency publishes it.
    pub from: &'static str,
    /// Last part of its guid.
    pub slug: &'static str,
    /// Language, BCP 47.
    pub language: &'static str,
    /// Headline.
    pub headline: &'static str,
    /// Paragraphs, one a line.
    pub text: &'static str,
    /// Whether a picture goes with it.
    pub pictured: bool,
}

/// The stories, in the order in which they are published.
pub const STORIES: &[Story] = &[
    Story {
        from: "hanoi",
        slug: "lotus-bridge",
        language: "vi",
        headline: "Cầu Sen mở cửa cho người đi bộ sau ba năm xây dựng",
        text: "Cây cầu dành cho người đi bộ dài 420 mét qua hồ Mẫu đã được khánh thành sáng thứ Hai.\n\
            Theo ban quản lý dự án, cầu có thể đón 9.000 lượt khách mỗi ngày.",
        pictured: true,
    },
    Story {
        from: "astana",
        slug: "steppe-library",
        language: "kk",
        headline: "Дала кітапханасы бірінші оқырмандарын қабылдады",
        text: "Қазақстанның мысал ауылында ашылған кітапханада 12 000 кітап бар.\n\
            Оқу залы күн сайын сағат 9-дан 20-ға дейін жұмыс істейді.",
        pictured: false,
    },
    Story {
        from: "hanoi",
        slug: "tea-harvest",
        language: "en",
        headline: "Tea growers report an early harvest in the example hills",
        text: "Growers in the example hills began picking on Monday, eleven days earlier than last year.\n\
            The cooperative expects 3,200 tonnes, it said in a statement.",
        pictured: false,
    },
    Story {
        from: "astana",
        slug: "river-level",
        language: "ru",
        headline: "Уровень воды в реке Примерной снизился на 14 сантиметров",
        text: "Гидрологи сообщили, что паводок прошёл пик в ночь на вторник.\nЭвакуация не потребовалась.",
        pictured: false,
    },
    Story {
        from: "hanoi",
        slug: "night-train",
        language: "fr",
        headline: "Le train de nuit relie de nouveau les deux villes exemplaires",
        text: "La liaison de nuit a repris lundi après deux ans d’interruption.\nLe trajet dure onze heures et vingt minutes.",
        pictured: false,
    },
    Story {
        from: "astana",
        slug: "caspian-forum",
        language: "az",
        headline: "Xəzər nümunə forumu cümə günü Bakıda açılacaq",
        text: "Foruma on iki ölkədən nümayəndələr gələcək, təşkilatçı Əliyev bildirib.\nİki gün ərzində səkkiz iclas keçiriləcək.",
        pictured: true,
    },
    Story {
        from: "hanoi",
        slug: "false-alarm",
        language: "en",
        headline: "Museum of examples closed after alarm",
        text: "The museum of examples was cleared on Wednesday afternoon after an alarm.\nNobody was hurt.",
        pictured: false,
    },
];

/// The story that is corrected: what its second version says.
pub const CORRECTED: Story = Story {
    headline: "CORRECTED: Tea growers report an early harvest in the example hills",
    text: "Growers in the example hills began picking on Monday, eleven days earlier than last year.\n\
        The cooperative expects 2,300 tonnes, not 3,200 as we reported, it said in a statement.",
    ..STORIES[2]
};

/// The story that is killed.
pub const KILLED: &str = "false-alarm";

impl Story {
    /// Its guid.
    ///
    /// # Errors
    /// Never, for the stories of this file.
    pub fn guid(&self) -> Result<Guid, BadId> {
        format!("tag:{}.example,2026:{}", self.from, self.slug).parse()
    }

    /// The picture that goes with it.
    #[must_use]
    pub fn picture(&self) -> Option<Vec<u8>> {
        let shade = self.slug.bytes().fold(40_u8, u8::wrapping_add);
        self.pictured.then(|| super::picture::png(320, 180, shade))
    }

    /// The name of its picture's file.
    #[must_use]
    pub fn picture_name(&self) -> String {
        format!("{}.png", self.slug)
    }

    /// The item of its version; a picture is named and lies beside it.
    ///
    /// # Errors
    /// Never, for the stories of this file.
    pub fn item(&self, version: u64, created: &str) -> Result<Item, BadId> {
        let rendition = || Rendition {
            name: Some("rnd:preview".to_owned()),
            href: Some(self.picture_name()),
            content_type: Some("image/png".to_owned()),
            width: Some(320),
            height: Some(180),
            ..Rendition::default()
        };
        let mut item = Item {
            guid: Some(self.guid()?),
            version: SafeNumber::new(version).map_or(Version::Absent, Version::Number),
            kind: Some(ItemType::Text),
            languages: vec![self.language.to_owned()],
            headlines: vec![Line::of(self.headline)],
            bodies: vec![Body { markup: Markup::Html, text: self.html(), ..Body::default() }],
            renditions: self.pictured.then(rendition).into_iter().collect(),
            ..Item::default()
        };
        item.times.version_created = Some(Moment::new(created));
        Ok(item)
    }

    fn html(&self) -> String {
        self.text.lines().map(|line| format!("<p>{line}</p>")).collect()
    }
}
