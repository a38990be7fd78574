using Digits.Learning.Augmentation;

namespace Digits.Learning.Tests.Augmentation;

public sealed class AugmentationSettingsTests
{
    [Fact]
    public void Check_Defaults_AreOffAndFine()
    {
        var settings = new AugmentationSettings();

        Assert.True(settings.IsOff);
        Assert.Empty(settings.Check());
    }

    [Fact]
    public void Check_GreatestValues_AreFine()
    {
        var settings = new AugmentationSettings
        {
            Shift = AugmentationSettings.MaxShift,
            Rotation = AugmentationSettings.MaxRotation,
            Scale = AugmentationSettings.MaxScale,
            Shear = AugmentationSettings.MaxShear,
            Elastic = AugmentationSettings.MaxElastic,
            Stroke = AugmentationSettings.MaxStroke,
            Erase = AugmentationSettings.MaxErase,
        };

        Assert.False(settings.IsOff);
        Assert.Empty(settings.Check());
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Check_EveryValueOutOfRange_NamesEveryField(double value)
    {
        var settings = new AugmentationSettings
        {
            Shift = value,
            Rotation = value,
            Scale = value,
            Shear = value,
            Elastic = value,
            Stroke = value,
            Erase = value,
        };

        Assert.Equal(
            ["augmentation.shift", "augmentation.rotation", "augmentation.scale", "augmentation.shear", "augmentation.elastic", "augmentation.stroke", "augmentation.erase"],
            settings.Check().Select(fault => fault[..fault.IndexOf(':', StringComparison.Ordinal)]));
    }
}
