using Digits.Learning.Data;
using Digits.Tests;

namespace Digits.Learning.Tests.Data;

public sealed class IdxFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("digits-idx-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Load_ImagesAndLabels_KeepsPixelsAndValues()
    {
        var images = IdxBytes.Images(count: 3, height: 2, width: 5);

        var loaded = IdxFiles.Load(Write("images", images), Write("labels.gz", IdxBytes.Gzip(IdxBytes.Labels([9, 0, 4]))));

        Assert.Equal(new ImageShape(2, 5, 1), loaded.Shape);
        Assert.Equal([9, 0, 4], loaded.Labels.ToArray());
        Assert.Equal(images[26..36], loaded.Image(1).ToArray());
    }

    [Fact]
    public void Load_CountsDiffer_NamesBoth()
    {
        var fault = Assert.Throws<IdxFormatException>(
            () => IdxFiles.Load(Write("images", IdxBytes.Images(count: 3)), Write("labels", IdxBytes.Labels(count: 4))));

        Assert.Equal(IdxFault.CountMismatch, fault.Fault);
        Assert.Equal("images holds 3 images, but labels holds 4 labels.", fault.Message);
    }

    [Fact]
    public void Load_FilesSwapped_SaysWhichHoldsWhat()
    {
        var fault = Assert.Throws<IdxFormatException>(
            () => IdxFiles.Load(Write("a", IdxBytes.Labels(count: 3)), Write("b", IdxBytes.Images(count: 3))));

        Assert.Equal(IdxFault.WrongKind, fault.Fault);
        Assert.Equal("a holds labels where images are wanted.", fault.Message);
    }

    [Fact]
    public void LoadFolder_FileMissing_SaysWhich()
    {
        Write("train-images-idx3-ubyte", IdxBytes.Images(count: 1));

        var fault = Assert.Throws<FileNotFoundException>(() => IdxFiles.LoadFolder(_folder.FullName));

        Assert.Contains("train-labels-idx1-ubyte", fault.Message, StringComparison.Ordinal);
    }

    [MnistFact]
    public void LoadFolder_Mnist_HasItsKnownContent()
    {
        var (train, test) = IdxFiles.LoadFolder(Mnist.Folder);

        Assert.Equal((60_000, 10_000), (train.Count, test.Count));
        Assert.Equal(new ImageShape(28, 28, 1), train.Shape);
        Assert.Equal([5, 0, 4, 1, 9], train.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5].ToArray());
        Assert.Equal(5_923, train.Labels.Count(0));
    }

    private string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
