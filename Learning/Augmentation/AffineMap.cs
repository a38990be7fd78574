using Digits.Learning.Data;

namespace Digits.Learning.Augmentation;

/// <summary>
/// Says where in the original the pixel at column x and row y of a changed image comes from: at column XX·x + XY·y + X0 and row
/// YX·x + YY·y + Y0, all in pixels.
/// </summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0)
{
    /// <summary>
    /// Scales an image, lets it lean, turns it and moves it, in this order, all about its middle. Positive values move it right and
    /// down, turn it clockwise and lean its foot to the right.
    /// </summary>
    /// <param name="shape">The image's shape.</param>
    /// <param name="moveX">Pixels to the right.</param>
    /// <param name="moveY">Pixels down.</param>
    /// <param name="degrees">The angle to turn by.</param>
    /// <param name="scaleX">Factor for the width, greater than 0.</param>
    /// <param name="scaleY">Factor for the height, greater than 0.</param>
    /// <param name="shear">Columns to the right per row down.</param>
    public static AffineMap Of(
        ImageShape shape, double moveX, double moveY, double degrees, double scaleX, double scaleY, double shear)
    {
        // The image moves by M = R·K·S, so the original is found through M⁻¹ = S⁻¹·K⁻¹·R⁻¹.
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        var xx = (cos + (shear * sin)) / scaleX;
        var xy = (sin - (shear * cos)) / scaleX;
        var yx = -sin / scaleY;
        var yy = cos / scaleY;
        var (middleX, middleY) = ((shape.Width - 1) / 2.0, (shape.Height - 1) / 2.0);
        var (fromX, fromY) = (middleX + moveX, middleY + moveY);
        return new AffineMap(
            (float)xx,
            (float)xy,
            (float)(middleX - (xx * fromX) - (xy * fromY)),
            (float)yx,
            (float)yy,
            (float)(middleY - (yx * fromX) - (yy * fromY)));
    }
}
