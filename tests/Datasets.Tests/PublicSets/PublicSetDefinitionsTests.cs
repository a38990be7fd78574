using System.IO.Compression;
using System.Security.Cryptography;
using Digits.Datasets.Formats;
using Digits.Datasets.LabelPacks;
using Digits.Datasets.PublicSets;
using Digits.Tests;

namespace Digits.Datasets.Tests.PublicSets;

public sealed class PublicSetDefinitionsTests
{
    public static TheoryData<string> Names => [.. PublicSetDefinitions.All.Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Set_Facts_AreComplete(string name)
    {
        var set = PublicSetDefinitions.All.Single(set => set.Name == name);

        DatasetName.Check(set.Name);
        DatasetName.Check(set.Folder);
        Assert.All(
            new[] { set.Title, set.Description, set.License, set.Credit },
            text => Assert.InRange(text.Length, 4, 300));
        Assert.True(Uri.IsWellFormedUriString(set.Homepage, UriKind.Absolute));
        Assert.InRange(set.TestCount, 500, set.TrainCount);
        Assert.Equal(set.Files.Count, set.Files.Select(file => file.Name).Distinct().Count());
        Assert.All(set.Files, file =>
        {
            Assert.Equal(Path.GetFileName(file.Name), file.Name);
            Assert.NotEmpty(file.Addresses);
            Assert.All(file.Addresses, address => Assert.EndsWith($"/{file.Name}", new Uri(address).AbsolutePath, StringComparison.Ordinal));

            // No hash of UCI's archive is published.
            Assert.Equal(name == "devanagari", file.Hash is null);
            if (file.Hash is not null)
            {
                AssertChecksum(file.Hash);
            }

            if (file.Content is not null)
            {
                AssertChecksum(file.Content);
            }
        });
    }

    [Theory]
    [InlineData("mnist", 10, "0", "9")]
    [InlineData("kmnist", 10, "お", "を")]
    [InlineData("k49", 49, "あ", "ゝ")]
    [InlineData("emnist-digits", 10, "0", "9")]
    [InlineData("emnist-letters", 26, "A", "Z")]
    [InlineData("emnist-balanced", 47, "0", "t")]
    [InlineData("qmnist", 10, "0", "9")]
    [InlineData("usps", 10, "0", "9")]
    [InlineData("devanagari", 46, "क", "९")]
    [InlineData("kannada-mnist", 10, "೦", "೯")]
    [InlineData("cmaterdb-bengali", 10, "০", "৯")]
    [InlineData("cmaterdb-devanagari", 10, "०", "९")]
    [InlineData("cmaterdb-telugu", 10, "౦", "౯")]
    public void Set_Labels_AreAllDifferentAndInTheOrderOfTheFiles(string name, int count, string first, string last)
    {
        var set = PublicSetDefinitions.All.Single(set => set.Name == name);

        Assert.Equal((count, first, last), (set.Labels.Count, set.Labels[0], set.Labels[^1]));
        Assert.All(set.Labels, label => Assert.True(LabelText.TryNormalize(label, out var kept, out _) && kept == label));

        // An import sorts labels; so the numbers of these sets stay what they are elsewhere.
        Assert.Equal(set.Labels.Distinct().Order(StringComparer.Ordinal), set.Labels);
    }

    [Fact]
    public void LabelMap_EmnistLetters_BeginsAtOne() =>
        Assert.Equal(
            [KeyValuePair.Create("1", "A"), KeyValuePair.Create("26", "Z")],
            PublicSetDefinitions.All.Single(set => set.Name == "emnist-letters").LabelMap.Where(pair => pair.Value is "A" or "Z"));

    [Fact]
    public void LabelMap_EmnistBalanced_HasTheMergedClasses()
    {
        var map = PublicSetDefinitions.All.Single(set => set.Name == "emnist-balanced").LabelMap.ToDictionary();

        Assert.Equal(
            ("9", "A", "Z", "a", "d", "h", "n", "t"),
            (map["9"], map["10"], map["35"], map["36"], map["38"], map["42"], map["43"], map["46"]));
    }

    [Fact]
    public void LabelPack_OfASet_HasItsLabels()
    {
        var set = PublicSetDefinitions.All.Single(set => set.LabelPack.Length > 0);

        Assert.Equal("devanagari", set.Name);
        Assert.Equal(set.Labels, LabelPackList.Get(set.LabelPack)!.Labels.Order(StringComparer.Ordinal));
    }

    [MnistFact]
    public void Content_OfMnist_IsThatOfTheRealFiles()
    {
        var set = PublicSetDefinitions.All.Single(set => set.Name == "mnist");

        Assert.All(set.Files, file =>
        {
            using var unpacked = new GZipStream(File.OpenRead(Path.Combine(Mnist.Folder, file.Name)), CompressionMode.Decompress);
            Assert.Equal(file.Content!.Hex, Convert.ToHexStringLower(CryptographicOperations.HashData(file.Content.Algorithm, unpacked)));
        });
    }

    private static void AssertChecksum(Checksum checksum)
    {
        Assert.Equal(checksum.Algorithm == HashAlgorithmName.MD5 ? 32 : 64, checksum.Hex.Length);
        Assert.All(checksum.Hex, digit => Assert.True(char.IsAsciiHexDigitLower(digit)));
    }
}
