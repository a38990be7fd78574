using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Digits.Datasets.PublicSets;
using Digits.Imaging;
using Digits.Processing.V1;
using Digits.Tests;
using Digits.Tests.Datasets;
using Grpc.Core;

namespace Digits.Processing.Tests.PublicSets;

/// <summary>Sets whose files are not what an import reads, small ones in the same layout.</summary>
public sealed class UnusualSetTests
{
    [Fact]
    public async Task Install_EmnistLetters_TurnsImagesAndNamesLetters()
    {
        // A right triangle with its legs on the left and at the bottom; EMNIST has it column by column.
        var image = Picture((x, y) => y >= x && x is >= 4 and < 24 && y is >= 4 and < 24);
        var turned = Picture((x, y) => x >= y && x is >= 4 and < 24 && y is >= 4 and < 24);
        var archive = Zip(
            ("gzip/emnist-digits-train-images-idx3-ubyte.gz", [1, 2, 3]),
            ("gzip/emnist-letters-test-images-idx3-ubyte.gz", IdxBytes.Gzip(Images(Dot(3), Dot(4)))),
            ("gzip/emnist-letters-test-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels([1, 2]))),
            ("gzip/emnist-letters-train-images-idx3-ubyte.gz", IdxBytes.Gzip(Images(turned, Dot(5)))),
            ("gzip/emnist-letters-train-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels([26, 1]))));
        var set = Published("emnist-letters") with { Files = [FakeSet.Describe("gzip.zip", archive)] };
        await using var catalog = new CatalogFixture([set]);
        catalog.Server.Files["/emnist/gzip.zip"] = new ServedFile(archive);

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal(["A", "B", "Z"], dataset.Labels);
        Assert.Equal((2, 2), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(Centred(image), Centred(await FirstAsync(catalog, "emnist-letters", "Z")));
    }

    [Fact]
    public async Task Install_Qmnist_TakesTheClassOfTheEightNumbers()
    {
        var labels = new byte[12 + (40 * 32)];
        int[] header = [0x0c02, 40, 8];
        for (var index = 0; index < header.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(4 * index), header[index]);
        }

        for (var row = 0; row < 40; row++)
        {
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(12 + (32 * row)), row % 10);
            BinaryPrimitives.WriteInt32BigEndian(labels.AsSpan(12 + (32 * row) + 8), 2100 + row);
        }

        (string Name, byte[] Bytes)[] files =
        [
            ("qmnist-train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(40))),
            ("qmnist-train-labels-idx2-int.gz", IdxBytes.Gzip(labels)),
            ("qmnist-test-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(40, seed: 2))),
            ("qmnist-test-labels-idx2-int.gz", IdxBytes.Gzip(labels)),
        ];
        var set = Published("qmnist") with { Files = [.. files.Select(file => FakeSet.Describe(file.Name, file.Bytes))] };
        await using var catalog = new CatalogFixture([set]);
        Array.ForEach(files, file => catalog.Place($"qmnist/{file.Name}", file.Bytes));

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((40, 40), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(set.Labels, dataset.Labels);
        Assert.All(dataset.ClassCounts, count => Assert.Equal((4, 4), (count.TrainCount, count.TestCount)));
    }

    [Fact]
    public async Task Install_Usps_ReadsPackedLines()
    {
        var set = Published("usps") with
        {
            Files = [FakeSet.Describe("usps.bz2", UspsBytes.Train), FakeSet.Describe("usps.t.bz2", UspsBytes.Test)],
        };
        await using var catalog = new CatalogFixture([set]);
        catalog.Place("usps.bz2", UspsBytes.Train);
        catalog.Place("usps.t.bz2", UspsBytes.Test);

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((3, 2), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(["0", "1", "2", "3", "9"], dataset.Labels);
    }

    [Fact]
    public async Task Install_Kuzushiji49_ReadsArraysInFourFiles()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("k49-train-imgs.npz", Npz("(49, 28, 28)", IdxBytes.Images(49)[16..])),
            ("k49-train-labels.npz", Npz("(49,)", [.. Enumerable.Range(0, 49).Select(label => (byte)label)])),
            ("k49-test-imgs.npz", Npz("(49, 28, 28)", IdxBytes.Images(49, seed: 2)[16..])),
            ("k49-test-labels.npz", Npz("(49,)", [.. Enumerable.Range(0, 49).Select(label => (byte)label)])),
        ];
        var set = Published("k49") with { Files = [.. files.Select(file => FakeSet.Describe(file.Name, file.Bytes))] };
        await using var catalog = new CatalogFixture([set]);
        Array.ForEach(files, file => catalog.Place(file.Name, file.Bytes));

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((49, 49), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(set.Labels, dataset.Labels);
    }

    [Fact]
    public async Task Install_Devanagari_NamesFoldersByTheirCharacters()
    {
        var png = PngEncoder.Encode(new GrayImage(28, 28, Dot(6)));
        var other = PngEncoder.Encode(new GrayImage(28, 28, Dot(8)));
        const string Root = "DevanagariHandwrittenCharacterDataset";
        var archive = Zip(
            ($"{Root}/Train/character_34_chhya/1.png", png),
            ($"{Root}/Train/digit_7/1.png", other),
            ($"{Root}/Test/character_34_chhya/2.png", png),
            ($"{Root}/Test/digit_7/2.png", other));
        const string Name = "devanagari+handwritten+character+dataset.zip";
        var set = Published("devanagari") with { Files = [FakeSet.Describe(Name, archive)] };
        await using var catalog = new CatalogFixture([set]);
        catalog.Place($"devanagari/{Name}", archive);

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal(["क्ष", "७"], dataset.Labels);
    }

    [Fact]
    public async Task Install_KannadaMnist_PairsItsFiles()
    {
        (string Name, byte[] Bytes)[] files =
        [
            ("X_kannada_MNIST_train-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(40))),
            ("y_kannada_MNIST_train-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(40))),
            ("X_kannada_MNIST_test-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(20, seed: 2))),
            ("y_kannada_MNIST_test-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(20))),
        ];
        var set = Published("kannada-mnist") with { Files = [.. files.Select(file => FakeSet.Describe(file.Name, file.Bytes))] };
        await using var catalog = new CatalogFixture([set]);
        Array.ForEach(files, file => catalog.Place(file.Name, file.Bytes));

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((40, 20), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(set.Labels, dataset.Labels);
    }

    [Fact]
    public async Task Install_CmaterDb_ReadsColourPictures()
    {
        var (train, test) = (ColorNpz(20), ColorNpz(10, height: 6));
        var set = Published("cmaterdb-bengali") with
        {
            Files = [FakeSet.Describe("training-images.npz", train), FakeSet.Describe("testing-images.npz", test)],
        };
        await using var catalog = new CatalogFixture([set]);
        catalog.Place("cmaterdb-bengali/training-images.npz", train);
        catalog.Place("cmaterdb-bengali/testing-images.npz", test);

        var dataset = await catalog.InstallAsync(set);

        Assert.Equal((20, 10), (dataset.TrainCount, dataset.TestCount));
        Assert.Equal(set.Labels, dataset.Labels);
        Assert.All(dataset.ClassCounts, count => Assert.Equal((2, 1), (count.TrainCount, count.TestCount)));
    }

    [Fact]
    public async Task Install_CmaterDbWithGreyPictures_SaysWhatItHolds()
    {
        var grey = Zip(("images.npy", Npy("(10, 784)", new byte[7840])), ("labels.npy", Npy("(10,)", new byte[10])));
        var set = Published("cmaterdb-telugu") with
        {
            Files = [FakeSet.Describe("training-images.npz", grey), FakeSet.Describe("testing-images.npz", grey)],
        };
        await using var catalog = new CatalogFixture([set]);
        catalog.Place("training-images.npz", grey);
        catalog.Place("testing-images.npz", grey);

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(set));

        Assert.Equal((StatusCode.FailedPrecondition, "PUBLIC_FILE_UNUSABLE"), (refusal.Code, refusal.Reason));
        Assert.Contains("10x784", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_ArchiveWithoutTheSet_NamesWhatIsMissing()
    {
        var archive = Zip(("readme.txt", [1]));
        var set = Published("emnist-digits") with { Files = [FakeSet.Describe("gzip.zip", archive)] };
        await using var catalog = new CatalogFixture([set]);
        catalog.Place("emnist/gzip.zip", archive);

        var refusal = await Refusal.OfAsync(() => catalog.InstallAsync(set));

        Assert.Equal((StatusCode.FailedPrecondition, "PUBLIC_FILE_UNUSABLE"), (refusal.Code, refusal.Reason));
        Assert.Contains("emnist-digits-train-images-idx3-ubyte.gz", refusal.Message, StringComparison.Ordinal);
    }

    private static PublicSet Published(string name) => PublicSetDefinitions.All.Single(set => set.Name == name);

    private static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        var bytes = new MemoryStream();
        using (var archive = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            foreach (var file in files)
            {
                using var entry = archive.CreateEntry(file.Name).Open();
                entry.Write(file.Bytes);
            }
        }

        return bytes.ToArray();
    }

    // Version 1.0: the header's length, then its text, padded to a multiple of 64 and ended by a line feed.
    private static byte[] Npz(string shape, byte[] values) => Zip(("arr_0.npy", Npy(shape, values)));

    // Dark ink on light paper in three equal channels, sizes that all differ.
    private static byte[] ColorNpz(int count, int height = 3) => Zip(
        ("images.npy", Npy($"({count}, 28, 28, 3)", [.. Enumerable.Range(0, count)
            .SelectMany(i => Picture((x, y) => Math.Abs(x - 14) < 4 + (i % 10) && Math.Abs(y - 14) < height + (i / 10)))
            .SelectMany(ink => Enumerable.Repeat((byte)(255 - ink), 3))])),
        ("labels.npy", Npy($"({count},)", [.. Enumerable.Range(0, count).Select(i => (byte)(i % 10))])));

    private static byte[] Npy(string shape, byte[] values)
    {
        var header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight(128 - 10 - 1) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private static byte[] Images(params byte[][] images) =>
        [.. IdxBytes.Header(IdxBytes.ImagesMagic, images.Length, 28, 28), .. images.SelectMany(image => image)];

    private static byte[] Dot(int side) => Picture((x, y) => Math.Abs(x - 14) < side && Math.Abs(y - 14) < side);

    private static byte[] Picture(Func<int, int, bool> ink) =>
        [.. Enumerable.Range(0, 784).Select(pixel => (byte)(ink(pixel % 28, pixel / 28) ? 255 : 0))];

    // Normalising may move a picture as a whole; which corner is empty stays.
    private static (bool, bool) Centred(byte[] image) => (image[(8 * 28) + 18] > 0, image[(18 * 28) + 8] > 0);

    private static async Task<byte[]> FirstAsync(CatalogFixture catalog, string name, string label)
    {
        using var call = catalog.Datasets.StreamSamples(new StreamSamplesRequest { Dataset = name, Part = Part.Train });
        await call.ResponseStream.MoveNext(CancellationToken.None);
        var dataset = (await catalog.Datasets.GetDatasetAsync(new GetDatasetRequest { Dataset = name })).Dataset;
        var index = call.ResponseStream.Current.Classes.IndexOf(dataset.Labels.IndexOf(label));
        return call.ResponseStream.Current.Pixels.ToByteArray()[(index * 784)..((index + 1) * 784)];
    }
}
