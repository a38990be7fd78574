using System.Runtime.CompilerServices;
using Digits.Learning.Kernels;
using Digits.Learning.Layers;
using Digits.Learning.Networks;

namespace Digits.Learning.Training.Engines;

/// <summary>
/// After the backward pass, finishes the gradient of every parameter and passes it to a sink. Gradients of image layers are summed over
/// the shards, in order; those of dense layers are computed here, a few rows at a time, so that they never leave the cache.
/// </summary>
internal sealed class WeightGradients
{
    private const int Chunk = 4096;

    private readonly Plan _plan;
    private readonly Workspace _workspace;
    private readonly Gradients _gradients;
    private readonly Batch _batch;
    private readonly IGradientSink _sink;
    private readonly FloatBuffer[] _scratch;
    private readonly List<Action<int>> _tasks = [];

    public WeightGradients(Plan plan, Workspace workspace, Gradients gradients, Batch batch, IGradientSink sink, int threads)
    {
        _plan = plan;
        _workspace = workspace;
        _gradients = gradients;
        _batch = batch;
        _sink = sink;
        var dense = plan.Stages.OfType<DenseStage>().ToList();
        var scratch = Math.Max(Chunk, Math.Max(DenseLayer.GradientSize, dense.Max(stage => stage.Layer.Outputs)));
        _scratch = [.. Enumerable.Range(0, threads).Select(_ => new FloatBuffer(scratch))];

        // The largest tasks come first, so that no thread is still busy with one when the others have finished.
        foreach (var stage in dense)
        {
            for (var task = 0; task < stage.Layer.WeightGradientTasks; task++)
            {
                var number = task;
                _tasks.Add(thread => DenseWeights(stage, number, thread));
            }

            _tasks.Add(thread => DenseBias(stage, thread));
        }

        foreach (var placed in plan.ImageLayers.Where(placed => placed.Weights >= 0))
        {
            AddSums(placed.Weights);
            AddSums(placed.Bias);
        }
    }

    public int Tasks => _tasks.Count;

    public void Run(int task, int thread) => _tasks[task](thread);

    private void AddSums(int parameter)
    {
        var length = _plan.Parameters[parameter].Length;
        for (var start = 0; start < length; start += Chunk)
        {
            var (from, count) = (start, Math.Min(Chunk, length - start));
            _tasks.Add(thread => SumShards(parameter, from, count, thread));
        }
    }

    private void SumShards(int parameter, int start, int count, int thread)
    {
        ref var sum = ref _scratch[thread][0];
        ref var first = ref Unsafe.Add(ref _gradients.Shard(parameter, 0), start);
        Elementwise.SumRows(ref first, _gradients.Stride(parameter), _batch.Shards, ref sum, count);
        _sink.Take(parameter, start, _scratch[thread].Slice(0, count));
    }

    private void DenseWeights(DenseStage stage, int task, int thread)
    {
        var (row, column, rows, columns) = stage.Layer.WeightGradient(
            task, _batch.Count, ref _workspace.Slot(stage.InputSlot, 0, 0), ref _gradients.Slot(stage.OutputSlot, 0), ref _scratch[thread][0]);
        for (var r = 0; r < rows; r++)
        {
            _sink.Take(
                stage.Weights,
                ((row + r) * stage.Layer.Weights.Stride) + column,
                _scratch[thread].Slice(r * DenseLayer.InputBlock, columns));
        }
    }

    private void DenseBias(DenseStage stage, int thread)
    {
        stage.Layer.BiasGradient(_batch.Count, ref _gradients.Slot(stage.OutputSlot, 0), ref _scratch[thread][0]);
        _sink.Take(stage.Bias, 0, _scratch[thread].Slice(0, stage.Layer.Outputs));
    }
}
