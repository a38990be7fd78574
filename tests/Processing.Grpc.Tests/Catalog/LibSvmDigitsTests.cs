using Digits.Processing.Catalog;
using Digits.Processing.Import;
using Digits.Tests;

namespace Digits.Processing.Tests.Catalog;

public sealed class LibSvmDigitsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ToIdx_DenseLines_GivesImagesAndClasses()
    {
        var (images, labels) = Convert(UspsBytes.Train);

        Assert.Equal([0, 9, 3], labels);
        Assert.Equal((3, 16, 16), (images.Count / 256, 16, 16));
        Assert.Equal([.. Enumerable.Repeat((byte)0, 128), .. Enumerable.Repeat((byte)255, 128)], images[..256]);
        Assert.Equal(Enumerable.Range(0, 256).Select(pixel => (byte)(pixel % 16 == 8 ? 255 : 0)), images[256..512]);
        Assert.Equal(Enumerable.Range(0, 256).Select(pixel => (byte)(pixel % 2 == 0 ? 0 : 191)), images[512..]);
    }

    [Fact]
    public void ToIdx_PixelsLeftOut_AreGrey()
    {
        var (images, labels) = Convert(UspsBytes.Test);

        Assert.Equal([1, 2], labels);
        Assert.Equal([127, 255, 0, 127], images.Slice(256 + 6, 4));
    }

    [Theory]
    [InlineData("QlpoOTFBWSZTWf6uOg4AAAJYAAAQQAAgECAAMM00GMhHCcXckU4UJD+rjoOA", "does not begin with a class")]
    [InlineData("QlpoOTFBWSZTWa4p3TsAAAJYAAAQQAEiECAAMMAIY0QVhTC7kinChIVxTunY", "does not begin with a class")]
    [InlineData("QlpoOTFBWSZTWUbU9OsAAAPZAAAQQAAgEAIBoAAxDAENNonAOW+LuSKcKEgjanp1gA==", "does not begin with a class")]
    [InlineData("QlpoOTFBWSZTWRE+Z7oAAAHYAAAQQAAykCAAIhgCGAPUpy4XckU4UJARPme6", "holds something else than pixels")]
    [InlineData("QlpoOTFBWSZTWVEtK80AAALYAAAQQAFgECAAMMAIYaX5YBhdyRThQkFEtK80", "holds something else than pixels")]
    [InlineData("QlpoOTFBWSZTWQ5RUR0AAAFZAAAQQAAgECABIAAwwAg2mokIL4u5IpwoSAcoqI6A", "holds something else than pixels")]
    [InlineData("QlpoOTFBWSZTWZRMmzIAAAFYAAAQQAAggCAAMM00GMiicXckU4UJCUTJsyA=", "holds something else than pixels")]
    [InlineData("QlpoOTFBWSZTWWXZSC8AABOIAKgAAAggACClNBmNUbAni7kinChIMuykF4A=", "is too long")]
    public void ToIdx_WrongLine_IsAFaultThatNamesIt(string packed, string fault)
    {
        // 11 1:1, 1.5 1:1, one 1:1, 1 257:1, 1 1:1.01, 1 1:nan, 1 17, and 10,000 times 1.
        var thrown = Assert.Throws<InvalidDataException>(() => Convert(System.Convert.FromBase64String(packed)));

        Assert.StartsWith($"line 1 {fault}", thrown.Message, StringComparison.Ordinal);
    }

    private (List<byte> Images, byte[] Labels) Convert(byte[] packed)
    {
        var path = Path.Combine(_folder.Path, "packed");
        File.WriteAllBytes(path, packed);
        var files = LibSvmDigits.ToIdx(path, _folder.Path, "digits", CancellationToken.None);
        Assert.Equal(["digits-images-idx3-ubyte", "digits-labels-idx1-ubyte"], files.Select(file => file.Name));
        return ([.. Read(files[0])], Read(files[1]));
    }

    private static byte[] Read(UploadedFile file) => IdxFiles.Read(file.Path).Values;
}
