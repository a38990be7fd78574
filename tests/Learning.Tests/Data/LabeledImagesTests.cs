using Digits.Learning.Data;

namespace Digits.Learning.Tests.Data;

public sealed class LabeledImagesTests
{
    private static readonly ImageShape Shape = new(1, 2, 1);

    [Fact]
    public void Image_EachIndex_GivesItsBytes()
    {
        var images = new LabeledImages(Shape, [1, 2, 3, 4], [0, 1]);
        Assert.Equal(2, images.Count);
        Assert.Equal([3, 4], images.Image(1).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Image(2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => images.Image(-1).Length);
    }

    [Fact]
    public void Constructor_ArraysThatDoNotFit_SaysHow()
    {
        Assert.Throws<ArgumentException>(() => new LabeledImages(Shape, [1, 2, 3], [0, 1]));
        Assert.Throws<ArgumentException>(() => new LabeledImages(Shape, [1, 2, 3, 4], [0, -1]));
        Assert.Throws<ArgumentException>(() => new LabeledImages(new ImageShape(0, 2, 1), [], []));
    }
}
