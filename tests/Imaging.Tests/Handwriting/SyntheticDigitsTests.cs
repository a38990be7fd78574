using System.Security.Cryptography;
using Digits.Imaging.Handwriting;
using Digits.Learning.Data;

namespace Digits.Imaging.Tests.Handwriting;

public sealed class SyntheticDigitsTests
{
    private const int Size = Normalizer.DefaultSize;

    private static readonly Lazy<LabeledImages> Many = new(() => SyntheticDigits.Generate(10_000, seed: 7));

    [Fact]
    public void Generate_SameSeed_GivesTheRecordedBytes()
    {
        var images = SyntheticDigits.Generate(1000, seed: 1);
        Assert.Equal("1657a57aab4e4b4206568ad336447a0537b36b4d856bbf9be9a9a9ef3970a396", Hash(images));
    }

    [Fact]
    public void Generate_OtherSeed_GivesOtherImages() =>
        Assert.NotEqual(Hash(SyntheticDigits.Generate(100, seed: 1)), Hash(SyntheticDigits.Generate(100, seed: 2)));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 250)]
    [InlineData(199, 3)]
    [InlineData(9_990, 10)]
    public void Draw_AnyPart_IsThatPartOfTheWhole(int first, int count)
    {
        var pixels = new byte[count * SyntheticDigits.Shape.Size];
        var labels = new int[count];
        SyntheticDigits.Draw(seed: 7, first, pixels, labels);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(Many.Value.Labels[first + i], labels[i]);
            Assert.Equal(Many.Value.Image(first + i), pixels.AsSpan(i * SyntheticDigits.Shape.Size, SyntheticDigits.Shape.Size));
        }
    }

    [Fact]
    public void Draw_FarBeyondAMillion_Works()
    {
        var pixels = new byte[SyntheticDigits.Shape.Size];
        var labels = new int[1];
        SyntheticDigits.Draw(uint.MaxValue, int.MaxValue - 1, pixels, labels);
        Assert.True(pixels.Max() >= 250);
        Assert.Equal(SyntheticDigits.Digit(uint.MaxValue, int.MaxValue - 1), labels[0]);
    }

    [Fact]
    public void Draw_BuffersThatDoNotFit_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SyntheticDigits.Draw(1, 0, new byte[100], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Draw(1, -1, new byte[784], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Draw(1, int.MaxValue, new byte[784], new int[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Generate(-1, seed: 1));
    }

    [Fact]
    public void Generate_Cancelled_Stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() => SyntheticDigits.Generate(1_000_000, seed: 1, new CancellationToken(canceled: true)));

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
    public void Generate_Nothing_IsEmpty() => Assert.Equal(0, SyntheticDigits.Generate(0, seed: 1).Count);

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
