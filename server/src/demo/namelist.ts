/**
 * Lists from which shoppers' names are drawn. Common first and family names of each country; who comes out of them is
 * invented and has nothing to do with the people behind the invoices, whose names the data does not hold.
 */
interface NameList {
  first: readonly string[];
  last: readonly string[];
}

const list = (first: string, last: string): NameList => ({
  first: first.trim().split(/\s+/),
  last: last.trim().split(/\s+/),
});

const GERMAN = list(
  `Anna Ben Carla David Elif Emma Felix Finn Frieda Greta Hannah Henrik Ida Ines Jakob Jana Jonas Julia Karin Kilian
  Lena Leon Lina Lukas Marie Markus Mats Mia Miriam Nele Nils Nora Oskar Paula Petra Ralf Rosa Sabine Simon Sofie
  Stefan Tarik Theo Thomas Tilda Ulrike Vera Viktor Wiebke Yusuf Zoe`,
  `Albrecht Arnold Bauer Becker Brandt Busch Demir Dietrich Ebert Engel Fischer Frank Friedrich Fuchs Graf Hahn
  Hartmann Heinrich Hoffmann Horn Jansen Kaiser Keller Klein Kraus Krüger Kuhn Lang Lehmann Lorenz Maier Möller Nowak
  Otto Peters Pohl Richter Roth Sauer Schäfer Schubert Seidel Sommer Stein Vogel Vogt Wagner Walter Winter Yilmaz
  Ziegler Zimmermann`,
);
const ENGLISH = list(
  `Abigail Adam Alice Amelia Amir Andrew Beth Callum Charlotte Chloe Claire Daniel Edward Eleanor Emily Ethan Fiona
  Freya George Grace Hannah Harriet Harry Helen Imogen Isaac Jack James Jasmine Joanna Josh Karen Katie Laura Leila
  Liam Lucy Lydia Martha Matthew Megan Nadia Nathan Oliver Olivia Owen Patrick Phoebe Poppy Priya Rachel Rebecca
  Robert Rosie Ruth Samuel Sarah Sean Sophie Stephen Susan Tess Toby Victoria William Zara`,
  `Adams Ahmed Allen Bailey Baker Barnes Bell Bennett Brooks Butler Carter Chapman Clarke Collins Cooper Cox Davies
  Dixon Edwards Ellis Evans Fisher Foster Fox Gibson Gray Green Griffiths Hall Harris Harvey Hill Holmes Hughes Hunt
  Jackson Jenkins Kaur Kelly Khan King Knight Lee Lewis Marshall Martin Mason Mills Mitchell Moore Morris Murphy
  Palmer Parker Patel Pearson Phillips Powell Price Reid Reynolds Richards Roberts Rogers Russell Scott Shaw Simpson
  Spencer Stevens Stone Taylor Thompson Turner Walker Ward Watson Webb West White Wood Wright Young`,
);
const FRENCH = list(
  `Agathe Antoine Camille Chloé Claire Élise Émile Florian Hugo Inès Jeanne Jules Léa Louis Manon Mathilde Nicolas
  Océane Paul Pauline Rémi Sarah Théo Valérie Yanis Zoé`,
  `Barbier Bertrand Blanc Bonnet Caron Chevalier Clément David Dubois Dumont Durand Faure Fontaine Garnier Girard
  Lambert Laurent Leroy Marchand Mercier Moreau Perrin Petit Renard Rousseau Vidal`,
);
const OTHER = list(
  `Alba Anders Astrid Bruno Clara Diego Elena Elsa Emil Erik Freja Gustav Ingrid Joana Kasper Kirsten Lars Lucia Luis
  Magnus Marta Mateus Nina Paolo Sanne Silje Sofia Sven Tiago Tuva`,
  `Almeida Andersen Bakker Berg Bianchi Carvalho Costa Dahl Duarte Eriksson Fernandes Garcia Hansen Holm Jansson
  Karlsson Larsen Lindberg Lopes Martinez Moretti Nielsen Nilsen Olsen Ramos Ricci Romero Santos Solberg Torres
  Virtanen Visser`,
);

const BY_COUNTRY: Readonly<Record<string, NameList>> = {
  DE: GERMAN,
  AT: GERMAN,
  CH: GERMAN,
  GB: ENGLISH,
  IE: ENGLISH,
  FR: FRENCH,
  BE: FRENCH,
};

/** The names of a country (ISO code); a mixed European list where there is none. */
export function namesOf(country: string): NameList {
  return BY_COUNTRY[country] ?? OTHER;
}
