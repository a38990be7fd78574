namespace Digits.Learning.Layers;

/// <summary>
/// The end of a stage that a <see cref="BatchNormLayer"/> follows. Forward, for all images of a shard at once: measures their mean and
/// squared deviations. Backward, image by image: dX of the batch norm, in place.
/// </summary>
internal sealed class BatchStatisticsLayer(BatchNormLayer norm) : ChannelLayer(norm.Index, norm.Input, norm.Input)
{
    public override bool InPlace => true;

    protected override void Forward<TLanes>(in ImageBuffers buffers, int from, int to) => norm.Measure<TLanes>(buffers, from, to);

    protected override void Backward<TLanes>(in ImageBuffers buffers, int from, int to) => norm.InputGradient<TLanes>(buffers, from, to);
}
