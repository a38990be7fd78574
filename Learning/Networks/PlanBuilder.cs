using Digits.Learning.Data;
using Digits.Learning.Layers;

namespace Digits.Learning.Networks;

/// <summary>Takes layers one after another, cuts them into stages and decides which values are kept.</summary>
/// <param name="input">The shape of an image.</param>
/// <param name="training">
/// Whether the plan is for training. If not, a batch norm does not begin a new stage: it is folded into the weights before it or becomes
/// a layer like any other.
/// </param>
internal sealed class PlanBuilder(ImageShape input, bool training)
{
    private readonly List<Stage> _stages = [];
    private readonly List<Slot> _slots = [new Slot(input.Size, Source: 0, Boundary: true, NeededBackward: false, Gradient: -1)];
    private readonly List<Parameter> _parameters = [];
    private readonly List<Fold> _folds = [];
    private readonly List<PlacedLayer> _open = [];
    private readonly Stack<(int Slot, bool Wanted)> _residuals = [];

    private int _order;
    private int _stageInput;

    // The weights into which a batch norm at this point can be folded; -1 when there are none.
    private int _foldable = -1;
    private bool _foldByRow;

    /// <summary>The shape of the last layer's output.</summary>
    public ImageShape Shape { get; private set; } = input;

    private int Here => _slots.Count - 1;

    private bool SomethingLearns => _parameters.Exists(parameter => parameter.Trained);

    public void Add(ImageLayer layer, bool foldable = false)
    {
        var placed = Place(layer, layer.Parameters, skip: -1);
        (_foldable, _foldByRow) = (foldable ? placed.Weights : -1, false);
    }

    public void Add(DenseLayer layer)
    {
        CloseImageStage();
        var from = Here;
        Mark(from, boundary: false, neededBackward: true);
        AddSlot(layer.Outputs);
        Mark(Here, boundary: true, neededBackward: true);
        var weights = AddParameters([layer.Weights, layer.Bias]);
        _stages.Add(new DenseStage(from, Here, layer, weights));
        _stageInput = Here;
        Shape = new ImageShape(1, 1, layer.Outputs);
        (_foldable, _foldByRow) = (weights, true);
    }

    public void Add(BatchNormLayer layer)
    {
        if (training)
        {
            var (from, layers) = (Here, _open.ToArray());
            Mark(from, boundary: true, neededBackward: false);
            _open.Clear();
            _stages.Add(new ImageStage(_stageInput, from, layers, Place(layer, layer.Parameters, skip: -1)));
            _stageInput = from;
            return;
        }

        var (weights, byRow) = (_foldable, _foldByRow);
        _foldable = -1;
        var scale = weights < 0 ? Place(layer, layer.Parameters, skip: -1).Weights : AddParameters(layer.Parameters);
        _folds.Add(new Fold(layer, scale, weights, byRow));
    }

    /// <summary>Treats the last layer's output as one row of values, which it is in memory already.</summary>
    public void Flatten()
    {
        _foldable = -1;
        Shape = new ImageShape(1, 1, Shape.Size);
    }

    /// <summary>Begins a residual: the layers up to <see cref="EndResidual"/> are its inner layers.</summary>
    public void BeginResidual(int index)
    {
        _foldable = -1;
        _residuals.Push((Here, SomethingLearns));
        Place(new ForkLayer(index, Shape), [], skip: -1);

        // The inner layers read the same values, unless the first one overwrites them: see Place.
        _slots[Here] = _slots[Here] with { Source = _slots[Here - 1].Source };
    }

    public void EndResidual(int index)
    {
        _foldable = -1;
        var (skip, wanted) = _residuals.Pop();
        if (skip < _stageInput)
        {
            Mark(skip, boundary: true, neededBackward: false);
        }

        Place(new JoinLayer(index, Shape, wanted), [], skip);
    }

    public (Stage[] Stages, IReadOnlyList<Slot> Slots, IReadOnlyList<Parameter> Parameters, IReadOnlyList<Fold> Folds) Finish()
    {
        CloseImageStage();
        foreach (var stage in _stages.OfType<ImageStage>())
        {
            PlaceGradients(stage);
        }

        return ([.. _stages], _slots, _parameters, _folds);
    }

    private PlacedLayer Place(ImageLayer layer, IReadOnlyList<Parameter> parameters, int skip)
    {
        var wantsInputGradient = SomethingLearns;
        var from = Here;
        if (!layer.InPlace)
        {
            AddSlot(layer.Output.Size);
        }
        else if (_slots[Here].Source != Here)
        {
            // The values where a residual begins are read again at its end, so the fork copies them for a layer that works in place.
            _slots[Here] = _slots[Here] with { Source = Here };
        }

        Mark(from, layer.WholeShard, layer.BackwardReadsInput);
        Mark(Here, layer.WholeShard, layer.BackwardReadsOutput);
        var placed = new PlacedLayer(layer, from, Here, skip, _order++, AddParameters(parameters), wantsInputGradient);
        _open.Add(placed);
        Shape = layer.Output;
        return placed;
    }

    private void CloseImageStage()
    {
        if (_open.Count == 0)
        {
            return;
        }

        Mark(Here, boundary: true, neededBackward: false);
        _stages.Add(new ImageStage(_stageInput, Here, [.. _open], Norm: null));
        _open.Clear();
    }

    private void AddSlot(int size) =>
        _slots.Add(new Slot(size, Source: _slots.Count, Boundary: false, NeededBackward: false, Gradient: -1));

    // Adds marks to a slot and to the slot that holds its values.
    private void Mark(int slot, bool boundary, bool neededBackward)
    {
        foreach (var marked in (ReadOnlySpan<int>)[slot, _slots[slot].Source])
        {
            var (wasBoundary, wasNeeded) = (_slots[marked].Boundary, _slots[marked].NeededBackward);
            _slots[marked] = _slots[marked] with { Boundary = wasBoundary || boundary, NeededBackward = wasNeeded || neededBackward };
        }
    }

    private int AddParameters(IReadOnlyList<Parameter> parameters)
    {
        _parameters.AddRange(parameters);
        return parameters.Count == 0 ? -1 : _parameters.Count - parameters.Count;
    }

    // A gradient is needed from the backward pass of the layer that reads the slot until that of the layer that fills it; a residual's
    // from its end to its beginning. Each takes the first free buffer, so that a chain of layers needs only two.
    private void PlaceGradients(ImageStage stage)
    {
        var taken = new List<bool>();
        foreach (var placed in stage.Layers.Reverse())
        {
            Take(placed.InputSlot);
            Take(placed.SkipSlot);
            var free = _slots[placed.OutputSlot].Gradient;
            if (free >= 0 && !placed.Layer.InPlace)
            {
                taken[free] = false;
            }
        }

        void Take(int slot)
        {
            if (slot < 0 || _slots[slot].Boundary || _slots[slot].Gradient >= 0)
            {
                return;
            }

            var free = taken.IndexOf(false);
            if (free < 0)
            {
                free = taken.Count;
                taken.Add(false);
            }

            taken[free] = true;
            _slots[slot] = _slots[slot] with { Gradient = free };
        }
    }
}
