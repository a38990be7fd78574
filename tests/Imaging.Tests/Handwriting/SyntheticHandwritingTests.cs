using System.Security.Cryptography;
using Digits.Imaging.Handwriting;
using Digits.Learning.Data;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class SyntheticHandwritingTests
{
    private const int Size = Normalizer.DefaultSize;

    private static readonly Lazy<LabeledImages> Many = new(() => SyntheticHandwriting.Generate(Alphabet.Digits, 10_000, seed: 7));

    [Fact]
    public void Generate_SameSeed_GivesTheRecordedBytes()
    {
        var images = SyntheticHandwriting.Generate(Alphabet.Digits, 1000, seed: 1);
        Assert.Equal("1657a57aab4e4b4206568ad336447a0537b36b4d856bbf9be9a9a9ef3970a396", Hash(images));
    }

    [Theory]
    [InlineData("capitals", "fa9454d7cede4fa34d2dcc927f06f6d5c0f90bda")]
    [InlineData("small", "0800b45de36403c3ffb3ff915c956a4012cb00dd")]
    [InlineData("letters", "8e827b857f58d78aa3d65d85513b06ed359cc6d6")]
    [InlineData("alphanumeric", "cde8be5d1e7f6b3210d8b77c5030b0dd5c47e9c4")]
    public void Generate_Letters_GivesTheRecordedBytes(string alphabet, string hash) =>
        Assert.Equal(hash, Hash(SyntheticHandwriting.Generate(Alphabet.Find(alphabet)!, 470, seed: 1))[..40]);

    [Fact]
    public void Generate_Letters_AreNormalisedNeverBlankAndShowEachClassAsOften()
    {
        foreach (var alphabet in Alphabet.All.Where(one => one != Alphabet.Digits))
        {
            var images = SyntheticHandwriting.Generate(alphabet, 20 * alphabet.Labels.Count, seed: 3);
            for (var i = 0; i < images.Count; i++)
            {
                var image = new GrayImage(Size, Size, images.Image(i).ToArray());
                Assert.InRange(image.Pixels.ToArray().Count(pixel => pixel > 127), 12, 420);
                Assert.True(Normalizer.Normalize(image).Pixels.SequenceEqual(image.Pixels), $"Image {i} of {alphabet.Name} is not normalised.");
            }

            Assert.All(images.Labels.ToArray().CountBy(label => label), counted => Assert.Equal(20, counted.Value));
        }
    }

    // The nearest mean image is as simple a reader as there is: letters that it reads are plainly what they say.
    [Theory]
    [InlineData("capitals", 0.55)]
    [InlineData("small", 0.5)]
    public void Generate_Letters_AreReadByTheirMeanImages(string name, double least)
    {
        var alphabet = Alphabet.Find(name)!;
        var (learned, read) = (SyntheticHandwriting.Generate(alphabet, 5200, seed: 1), SyntheticHandwriting.Generate(alphabet, 1040, seed: 2));
        var means = alphabet.Labels.Select((_, index) => Mean(learned, index)).ToArray();

        var right = Enumerable.Range(0, read.Count).Count(i => Nearest(means, read.Image(i)) == read.Labels[i]);

        Assert.InRange((double)right / read.Count, least, 1);
    }

    [Fact]
    public void Alphabets_WithBothKindsOfLetters_HaveOneClassForPairsThatLookAlike()
    {
        Assert.Equal("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", string.Concat(Alphabet.Alphanumeric.Labels));
        Assert.Equal("ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt", string.Concat(Alphabet.Letters.Labels));
        Assert.Equal(["C", "c"], Alphabet.Letters.Written[2].Select(character => character.Text));
        Assert.Equal(["A"], Alphabet.Letters.Written[0].Select(character => character.Text));
        Assert.Null(Alphabet.Find("Digits"));
    }

    [Fact]
    public void Generate_OtherSeed_GivesOtherImages() =>
        Assert.NotEqual(Hash(SyntheticHandwriting.Generate(Alphabet.Digits, 100, seed: 1)), Hash(SyntheticHandwriting.Generate(Alphabet.Digits, 100, seed: 2)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 250)]
    [InlineData(199, 3)]
    [InlineData(9_990, 10)]
    public void Draw_AnyPart_IsThatPartOfTheWhole(int first, int count)
    {
        var pixels = new byte[count * SyntheticHandwriting.Shape.Size];
        var labels = new int[count];
        SyntheticHandwriting.Draw(Alphabet.Digits, seed: 7, first, pixels, labels);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(Many.Value.Labels[first + i], labels[i]);
            Assert.Equal(Many.Value.Image(first + i), pixels.AsSpan(i * SyntheticHandwriting.Shape.Size, SyntheticHandwriting.Shape.Size));
        }
    }

    [Fact]
    public void Draw_FarBeyondAMillion_Works()
    {
        var pixels = new byte[SyntheticHandwriting.Shape.Size];
        var labels = new int[1];
        SyntheticHandwriting.Draw(Alphabet.Digits, uint.MaxValue, int.MaxValue - 1, pixels, labels);
        Assert.True(pixels.Max() >= 250);
        Assert.Equal(SyntheticHandwriting.Class(Alphabet.Digits, uint.MaxValue, int.MaxValue - 1), labels[0]);
    }

    [Fact]
    public void Draw_BuffersThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SyntheticHandwriting.Draw(Alphabet.Digits, 1, 0, new byte[100], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticHandwriting.Draw(Alphabet.Digits, 1, -1, new byte[784], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticHandwriting.Draw(Alphabet.Digits, 1, int.MaxValue, new byte[784], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticHandwriting.Generate(Alphabet.Digits, -1, seed: 1));
    }

    [Fact]
    public void Generate_Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticHandwriting.Generate(Alphabet.Digits, 1_000_000, seed: 1, new CancellationToken(canceled: true)));

    [Fact]
    public void Generate_EveryTenImages_ShowEachDigitOnceInVaryingOrder()
    {
        var tens = Many.Value.Labels.ToArray().Chunk(10).ToArray();
        Assert.All(tens, ten => Assert.Equal(Enumerable.Range(0, 10), ten.Order()));
        Assert.True(tens.Select(ten => string.Concat(ten)).Distinct().Count() > 900);
    }

    [Fact]
    public void Generate_EveryImage_IsNormalised()
    {
        for (var i = 0; i < Many.Value.Count; i++)
        {
            var image = new GrayImage(Size, Size, Many.Value.Image(i).ToArray());
            Assert.False(image.IsBlank, $"Image {i} is blank.");
            Assert.True(Normalizer.Normalize(image).Pixels.SequenceEqual(image.Pixels), $"Image {i} is not normalised.");
            Assert.InRange(image.Pixels.ToArray().Count(pixel => pixel > 127), 15, 400);
        }
    }

    [Fact]
    public void Generate_Images_AreAllDifferent() =>
        Assert.Equal(
            Many.Value.Count,
            Enumerable.Range(0, Many.Value.Count).Select(i => Convert.ToHexString(SHA256.HashData(Many.Value.Image(i)))).Distinct().Count());

    [Fact]
    public void Generate_Nothing_IsEmpty() => Assert.Equal(0, SyntheticHandwriting.Generate(Alphabet.Digits, 0, seed: 1).Count);

    private static double[] Mean(LabeledImages images, int label)
    {
        var sum = new double[images.Shape.Size];
        for (var i = 0; i < images.Count; i++)
        {
            for (var pixel = 0; pixel < sum.Length && images.Labels[i] == label; pixel++)
            {
                sum[pixel] += images.Image(i)[pixel];
            }
        }

        var length = Math.Sqrt(sum.Sum(value => value * value));
        return Array.ConvertAll(sum, value => value / length);
    }

    private static int Nearest(double[][] means, ReadOnlySpan<byte> image)
    {
        var (best, score) = (-1, double.MinValue);
        for (var index = 0; index < means.Length; index++)
        {
            var product = 0.0;
            for (var pixel = 0; pixel < image.Length; pixel++)
            {
                product += means[index][pixel] * image[pixel];
            }

            (best, score) = product > score ? (index, product) : (best, score);
        }

        return best;
    }

    private static string Hash(LabeledImages images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < images.Count; i++)
        {
            hash.AppendData([(byte)images.Labels[i]]);
            hash.AppendData(images.Image(i));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
