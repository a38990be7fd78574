namespace Digits.Datasets.PublicSets;

/// <summary>
/// The public sets as their makers publish them. Sizes and hashes are the published ones; where one is not known it is left out, and the
/// import is all that proves the file.
/// </summary>
internal static class PublicSetDefinitions
{
    private const string ShareAlike3 = "CC BY-SA 3.0";
    private const string ShareAlike4 = "CC BY-SA 4.0";
    private const string KuzushijiPage = "https://github.com/rois-codh/kmnist";

    private const string KuzushijiCredit =
        "\"KMNIST Dataset\" (created by CODH), adapted from \"Kuzushiji Dataset\" (created by NIJL and others), doi:10.20676/00000341";

    public static readonly IReadOnlyList<PublicSet> All =
    [
        Mnist(),
        Kmnist(),
        Kuzushiji49(),
        Emnist("digits", "Digits", "280,000 handwritten digits from NIST's forms", 240_000, 40_000, SetLabels.Digits),
        Emnist("letters", "Letters", "145,600 handwritten letters, capital and small as one", 124_800, 20_800, SetLabels.Letters) with
        {
            FirstNumber = 1,
        },
        Emnist(
            "balanced",
            "Balanced",
            "131,600 handwritten digits and letters, as many of each; small letters that look like their capitals are merged with them",
            112_800,
            18_800,
            SetLabels.Balanced),
        Qmnist(),
        Usps(),
    ];

    private static PublicSet Mnist() => new()
    {
        Name = "mnist",
        Title = "MNIST",
        Description = "70,000 handwritten digits, the set that everybody compares with.",
        License = ShareAlike3,
        Credit = "Yann LeCun, Corinna Cortes and Christopher J.C. Burges",
        Homepage = "http://yann.lecun.com/exdb/mnist/",
        TrainCount = 60_000,
        TestCount = 10_000,
        Labels = SetLabels.Digits,
        Files =
        [
            MnistFile(
                "train-images-idx3-ubyte.gz",
                9_912_422,
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "6bbc9ace898e44ae57da46a324031adb"),
            MnistFile(
                "train-labels-idx1-ubyte.gz",
                28_881,
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "a25bea736e30d166cdddb491f175f624"),
            MnistFile(
                "t10k-images-idx3-ubyte.gz",
                1_648_877,
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "2646ac647ad5339dbf082846283269ea"),
            MnistFile(
                "t10k-labels-idx1-ubyte.gz",
                4_542,
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
                "27ae3e4e09519cfbb04c329615203637"),
        ],
    };

    private static PublicFile MnistFile(string name, long size, string sha256, string contentMd5) => new(
        name,
        size,
        Checksum.Sha256(sha256),
        $"https://ossci-datasets.s3.amazonaws.com/mnist/{name}",
        $"https://storage.googleapis.com/cvdf-datasets/mnist/{name}")
    {
        Content = Checksum.Md5(contentMd5),
    };

    private static PublicSet Kmnist() => new()
    {
        Name = "kmnist",
        Title = "Kuzushiji-MNIST",
        Description = "70,000 characters of cursive Japanese from old books: ten hiragana.",
        License = ShareAlike4,
        Credit = KuzushijiCredit,
        Homepage = KuzushijiPage,
        TrainCount = 60_000,
        TestCount = 10_000,
        Labels = SetLabels.Kmnist,
        Files =
        [
            KmnistFile(
                "train-images-idx3-ubyte.gz",
                18_165_135,
                "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
                "92be26ec9822e900ac425d0a0aa84ced"),
            KmnistFile(
                "train-labels-idx1-ubyte.gz",
                29_497,
                "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
                "949e75301f8813e0dc5800dcc320fc52"),
            KmnistFile(
                "t10k-images-idx3-ubyte.gz",
                3_041_136,
                "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
                "bf305b8cd328700fbc17f5acbc2856d2"),
            KmnistFile(
                "t10k-labels-idx1-ubyte.gz",
                5_120,
                "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
                "9f55f451c0988b028eccdf7d5cc265ab"),
        ],
    };

    private static PublicFile KmnistFile(string name, long size, string sha256, string contentMd5) =>
        new(name, size, Checksum.Sha256(sha256), Codh($"kmnist/{name}")) { Content = Checksum.Md5(contentMd5) };

    private static PublicSet Kuzushiji49() => new()
    {
        Name = "k49",
        Title = "Kuzushiji-49",
        Description = "270,912 characters of cursive Japanese from old books: 48 hiragana and the mark of repetition, some of them rare.",
        License = ShareAlike4,
        Credit = KuzushijiCredit,
        Homepage = KuzushijiPage,
        TrainCount = 232_365,
        TestCount = 38_547,
        Labels = SetLabels.Kuzushiji49,
        Files =
        [
            Kuzushiji49File("k49-train-imgs.npz", 66_117_696, "7ac088b20481cf51dcd01ceaab89d821"),
            Kuzushiji49File("k49-train-labels.npz", 164_485, "44a8e1b893f81e63ff38d73cad420f7a"),
            Kuzushiji49File("k49-test-imgs.npz", 10_971_201, "d352e201d846ce6b94f42c990966f374"),
            Kuzushiji49File("k49-test-labels.npz", 27_450, "4da6f7a62e67a832d5eb1bd85c5ee448"),
        ],
    };

    private static PublicFile Kuzushiji49File(string name, long size, string md5) =>
        new(name, size, Checksum.Md5(md5), Codh($"k49/{name}"));

    // The makers link to plain HTTP; their server answers HTTPS as well, and the hash proves the file either way.
    private static string[] Codh(string path) =>
        [$"https://codh.rois.ac.jp/kmnist/dataset/{path}", $"http://codh.rois.ac.jp/kmnist/dataset/{path}"];

    private static PublicSet Emnist(
        string split, string title, string description, int trainCount, int testCount, IReadOnlyList<string> labels) => new()
        {
            Name = $"emnist-{split}",
            Title = $"EMNIST {title}",
            Description = $"{description}.",
            License = "Not stated; derived from NIST Special Database 19",
            Credit = "Gregory Cohen, Saeed Afshar, Jonathan Tapson and André van Schaik: "
                + "\"EMNIST: an extension of MNIST to handwritten letters\" (2017), arXiv:1702.05373",
            Homepage = "https://www.nist.gov/itl/products-and-services/emnist-dataset",
            TrainCount = trainCount,
            TestCount = testCount,
            Labels = labels,
            Layout = SetLayout.EmnistArchive,
            Folder = "emnist",
            Files =
            [
                new(
                    "gzip.zip",
                    561_753_746,
                    Checksum.Sha256("fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e"),
                    "https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip",
                    "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/gzip.zip"),
            ],
        };

    private static PublicSet Qmnist() => new()
    {
        Name = "qmnist",
        Title = "QMNIST",
        Description = "MNIST made again from NIST's scans, with all 60,000 test digits instead of 10,000.",
        License = "BSD 3-Clause",
        Credit = "Chhavi Yadav and Léon Bottou: \"Cold Case: The Lost MNIST Digits\" (2019)",
        Homepage = "https://github.com/facebookresearch/qmnist",
        TrainCount = 60_000,
        TestCount = 60_000,
        Labels = SetLabels.Digits,
        Files =
        [
            QmnistFile("qmnist-train-images-idx3-ubyte.gz", 9_704_059, Checksum.Md5("ed72d4157d28c017586c42bc6afe6370")),
            QmnistFile(
                "qmnist-train-labels-idx2-int.gz",
                463_024,
                Checksum.Sha256("2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f")),
            QmnistFile("qmnist-test-images-idx3-ubyte.gz", 9_742_279, Checksum.Md5("1394631089c404de565df7b7aeaf9412")),
            QmnistFile(
                "qmnist-test-labels-idx2-int.gz",
                526_800,
                Checksum.Sha256("9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06")),
        ],
    };

    private static PublicFile QmnistFile(string name, long size, Checksum hash) =>
        new(name, size, hash, $"https://raw.githubusercontent.com/facebookresearch/qmnist/master/{name}");

    private static PublicSet Usps() => new()
    {
        Name = "usps",
        Title = "USPS",
        Description = "9,298 digits from the envelopes of the United States Postal Service, 16 by 16 pixels.",
        License = "Not stated",
        Credit = "Jonathan J. Hull: \"A database for handwritten text recognition research\" (1994), as LIBSVM publishes it",
        Homepage = "https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass.html#usps",
        TrainCount = 7_291,
        TestCount = 2_007,
        Labels = SetLabels.Digits,
        Layout = SetLayout.LibSvm,
        Files = [UspsFile("usps.bz2", "ec16c51db3855ca6c91edd34d0e9b197"), UspsFile("usps.t.bz2", "8ea070ee2aca1ac39742fdd1ef5ed118")],
    };

    private static PublicFile UspsFile(string name, string md5) =>
        new(name, 0, Checksum.Md5(md5), $"https://www.csie.ntu.edu.tw/~cjlin/libsvmtools/datasets/multiclass/{name}");
}

/// <summary>The labels of the public sets, in the order of the numbers that the files have for them.</summary>
internal static class SetLabels
{
    public static readonly IReadOnlyList<string> Digits = Split("0123456789");

    /// <summary>One of each row of the hiragana table.</summary>
    public static readonly IReadOnlyList<string> Kmnist = Split("おきすつなはまやれを");

    /// <summary>48 hiragana, and the mark that repeats the one before.</summary>
    public static readonly IReadOnlyList<string> Kuzushiji49 =
        Split("あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをんゝ");

    /// <summary>Capital and small letters are one class, named by the capital.</summary>
    public static readonly IReadOnlyList<string> Letters = Split("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Small letters that look like their capitals are merged with them, the others are classes of their own.</summary>
    public static readonly IReadOnlyList<string> Balanced = [.. Digits, .. Letters, .. Split("abdefghnqrt")];

    private static string[] Split(string text) => [.. text.Select(character => character.ToString())];
}
