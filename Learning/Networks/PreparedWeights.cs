using Digits.Learning.Kernels;

namespace Digits.Learning.Networks;

/// <summary>
/// The weights of a plan's image layers in the layouts that their passes read and, once single images are predicted, those of its dense
/// layers in the layout for that.
/// </summary>
internal sealed class PreparedWeights
{
    private readonly Plan _plan;
    private readonly WeightSet _weights;
    private readonly bool _training;
    private readonly FloatBuffer[] _prepared;
    private FloatBuffer?[] _single = [];

    /// <param name="plan">The plan.</param>
    /// <param name="weights">Its weights; <see cref="Refresh()"/> prepares them.</param>
    /// <param name="training">Whether backward passes follow.</param>
    public PreparedWeights(Plan plan, WeightSet weights, bool training)
    {
        _plan = plan;
        _weights = weights;
        _training = training;
        _prepared = [.. plan.ImageLayers.Select(placed => new FloatBuffer(placed.Layer.PreparedSize(WantsInputGradient(placed))))];
    }

    /// <summary>Image layers of the plan.</summary>
    public int Count => _prepared.Length;

    /// <summary>A dense stage's weights for <see cref="Layers.SingleDense"/>.</summary>
    public ref float Single(int stage) => ref _single[stage]![0];

    public ref float this[PlacedLayer placed] => ref _prepared[placed.Order][0];

    /// <summary>Prepares the weights of one image layer again.</summary>
    public void Refresh(int order)
    {
        if (_prepared[order].Length > 0)
        {
            var placed = _plan.ImageLayers[order];
            placed.Layer.Prepare(ref _weights[placed.Weights][0], ref _prepared[order][0], WantsInputGradient(placed));
        }
    }

    /// <summary>Prepares the weights of all image layers again.</summary>
    public void Refresh()
    {
        for (var order = 0; order < Count; order++)
        {
            Refresh(order);
        }
    }

    /// <summary>Prepares the weights of all dense stages again.</summary>
    public void RefreshSingle()
    {
        if (_single.Length == 0)
        {
            _single = [.. _plan.Stages.Select(stage => stage is DenseStage dense ? new FloatBuffer(dense.Single.PreparedSize) : null)];
        }

        for (var stage = 0; stage < _single.Length; stage++)
        {
            if (_plan.Stages[stage] is DenseStage dense)
            {
                dense.Single.Prepare(ref _weights[dense.Weights][0], dense.Layer.Weights.Stride, ref Single(stage));
            }
        }
    }

    private bool WantsInputGradient(PlacedLayer placed) => _training && placed.WantsInputGradient;
}
