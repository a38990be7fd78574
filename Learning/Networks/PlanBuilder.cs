using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>Lays out layers one after another: cuts them into stages and decides which values are kept.</summary>
internal sealed class PlanBuilder
{
    private readonly List<Stage> _stages = [];
    private readonly List<Slot> _slots = [];
    private readonly List<Parameter> _parameters = [];
    private readonly List<PlacedLayer> _open = [];

    private int _order;
    private int _stageInput;

    public PlanBuilder(ImageShape input)
    {
        _slots.Add(new Slot(input.Size, Boundary: true, NeededBackward: false));
    }

    private int Here => _slots.Count - 1;

    public void Add(object layer)
    {
        if (layer is DenseLayer dense)
        {
            AddDense(dense);
        }
        else
        {
            AddImageLayer((ImageLayer)layer);
        }
    }

    public (Stage[] Stages, IReadOnlyList<Slot> Slots, IReadOnlyList<Parameter> Parameters) Finish()
    {
        CloseImageStage();
        return ([.. _stages], _slots, _parameters);
    }

    private void AddImageLayer(ImageLayer layer)
    {
        var wantsInputGradient = _parameters.Count > 0;
        var (weights, bias) = layer.Parameters is { } pair ? (AddParameter(pair.Weights), AddParameter(pair.Bias)) : (-1, -1);
        var input = Here;
        if (!layer.InPlace)
        {
            _slots.Add(new Slot(layer.Output.Size, Boundary: false, NeededBackward: false));
        }

        if (layer.BackwardReadsInput)
        {
            _slots[input] = _slots[input] with { NeededBackward = true };
        }

        if (layer.BackwardReadsOutput)
        {
            _slots[Here] = _slots[Here] with { NeededBackward = true };
        }

        _open.Add(new PlacedLayer(layer, input, Here, _order++, weights, bias, wantsInputGradient));
    }

    private void AddDense(DenseLayer layer)
    {
        CloseImageStage();
        var input = Here;
        _slots[input] = _slots[input] with { NeededBackward = true };
        _slots.Add(new Slot(layer.Outputs, Boundary: true, NeededBackward: true));
        _stages.Add(new DenseStage(input, Here, layer, AddParameter(layer.Weights), AddParameter(layer.Bias)));
        _stageInput = Here;
    }

    private void CloseImageStage()
    {
        if (_open.Count == 0)
        {
            return;
        }

        _slots[Here] = _slots[Here] with { Boundary = true };
        _stages.Add(new ImageStage(_stageInput, Here, [.. _open]));
        _open.Clear();
    }

    private int AddParameter(Parameter parameter)
    {
        _parameters.Add(parameter);
        return _parameters.Count - 1;
    }
}
