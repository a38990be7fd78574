using System.Security.Cryptography;
using Digits.Learning.Networks;
using Digits.Learning.Persistence;
using Digits.Processing.V1;
using Digits.Training.V1;
using Grpc.Core;

namespace Digits.Training.Tests.Models;

public sealed class ModelServiceTests : TrainingFixture
{
    [Fact]
    public async Task DownloadModel_RegisteredVersion_IsTheWholeFileAndReadsTheDigits()
    {
        var run = await TrainAsync(request => request.Epochs = 20);

        var (version, bytes) = await DownloadAsync("digits", 1);

        var listed = (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models.Single();
        Assert.Equal("digits", listed.Model);
        Assert.Equal(version, listed.Versions.Single());
        Assert.Equal(version, (await Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = "digits" })).ModelVersion);
        Assert.Equal((run.Run, "bands", "v1"), (version.Run, version.Dataset, version.DatasetVersion));
        Assert.Equal((run.TestAccuracy, 1), (version.TestAccuracy, version.Members));
        Assert.Equal(Bands.Dataset.Labels, version.Labels);
        Assert.Equal(version.SizeBytes, bytes.Length);
        Assert.Equal(version.Sha256, Convert.ToHexStringLower(SHA256.HashData(bytes)));

        var (header, model) = ModelFile.Read(new MemoryStream(bytes));
        Assert.Equal(("digits", 1, 20, 16, 0.01), (header.Model, header.Version, header.Epochs, header.BatchSize, header.LearningRate));
        Assert.Equal(run.TestAccuracy, AccuracyOf(model), 6);
    }

    [Fact]
    public async Task DownloadModel_LargerThanAChunk_ComesInPiecesThatNameTheVersionOnce()
    {
        await TrainAsync(request =>
        {
            request.Architecture.Clear();
            request.Architecture.Add(new Layer { Type = "flatten" });
            request.Architecture.Add(new Layer { Type = "dense", Units = 600 });
            request.Architecture.Add(new Layer { Type = "dense" });
        });

        using var call = Host.Models.DownloadModel(new DownloadModelRequest { Model = "digits" });
        var pieces = new List<DownloadModelResponse>();
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            pieces.Add(piece);
        }

        Assert.True(pieces.Count > 1);
        Assert.NotNull(pieces[0].ModelVersion);
        Assert.All(pieces.Skip(1), piece => Assert.Null(piece.ModelVersion));
        Assert.Equal(pieces[0].ModelVersion.SizeBytes, pieces.Sum(piece => piece.Data.Length));
    }

    [Fact]
    public async Task Train_SameSeedTwice_GivesTheSameNetworkToTheBit()
    {
        await TrainAsync();
        await TrainAsync();
        await TrainAsync(request => request.Seed = 2);

        var first = await ProbabilitiesAsync(1);

        Assert.Equal(first, await ProbabilitiesAsync(2));
        Assert.NotEqual(first, await ProbabilitiesAsync(3));
    }

    [Fact]
    public async Task DeleteModelVersion_Newest_IsGoneAndItsNumberStaysTaken()
    {
        await TrainAsync();
        await TrainAsync();

        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 2 });

        var fault = await Fault.OfAsync(Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = "digits", Version = 2 }));
        Assert.Equal((StatusCode.NotFound, "MODEL_VERSION_NOT_FOUND"), (fault.Code, fault.Reason));
        var newest = await Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = "digits" });
        Assert.Equal(1, newest.ModelVersion.Version);
        Assert.Single(ModelFiles());
        await RestartAsync();
        Assert.Equal(3, (await TrainAsync()).ModelVersion);
        Assert.Equal(1, (await TrainAsync(request => request.Model = "other")).ModelVersion);
    }

    [Theory]
    [InlineData("digits", 0, StatusCode.InvalidArgument, "INVALID_MODEL_VERSION")]
    [InlineData("digits", 5, StatusCode.NotFound, "MODEL_VERSION_NOT_FOUND")]
    [InlineData("../digits", 1, StatusCode.NotFound, "MODEL_VERSION_NOT_FOUND")]
    public async Task DeleteModelVersion_NoSuchVersion_IsRefused(string model, int version, StatusCode code, string reason)
    {
        var request = new DeleteModelVersionRequest { Model = model, Version = version };

        var fault = await Fault.OfAsync(Host.Models.DeleteModelVersionAsync(request));

        Assert.Equal((code, reason), (fault.Code, fault.Reason));
    }

    [Theory]
    [InlineData(0, StatusCode.NotFound, "MODEL_NOT_FOUND")]
    [InlineData(1, StatusCode.NotFound, "MODEL_VERSION_NOT_FOUND")]
    [InlineData(-1, StatusCode.InvalidArgument, "INVALID_MODEL_VERSION")]
    public async Task GetModelVersion_NoSuchVersion_IsRefused(int version, StatusCode code, string reason)
    {
        var fault = await Fault.OfAsync(
            Host.Models.GetModelVersionAsync(new GetModelVersionRequest { Model = "digits", Version = version }));

        Assert.Equal((code, reason), (fault.Code, fault.Reason));
    }

    [Fact]
    public async Task WatchModels_Always_SendsTheRegistryAndThenEveryChange()
    {
        using var call = Host.Models.WatchModels(new WatchModelsRequest());
        var stream = call.ResponseStream;

        Assert.Empty((await NextAsync(stream)).Models);
        await TrainAsync();
        Assert.Equal([1], (await NextAsync(stream)).Models.Single().Versions.Select(version => version.Version));
        await TrainAsync();
        Assert.Equal([2, 1], (await NextAsync(stream)).Models.Single().Versions.Select(version => version.Version));
        await TrainAsync(request => request.Model = "alpha");
        Assert.Equal(["alpha", "digits"], (await NextAsync(stream)).Models.Select(model => model.Model));
        await Host.Models.DeleteModelVersionAsync(new DeleteModelVersionRequest { Model = "digits", Version = 1 });
        Assert.Equal([2], (await NextAsync(stream)).Models[1].Versions.Select(version => version.Version));
    }

    [Fact]
    public async Task WatchModels_ServiceStops_EndsAsUnavailable()
    {
        using var call = Host.Models.WatchModels(new WatchModelsRequest());
        await NextAsync(call.ResponseStream);

        var ending = NextAsync(call.ResponseStream);
        await Host.StopAsync();

        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(() => ending)).StatusCode);
    }

    [Fact]
    public async Task Start_ModelFileDamaged_ServesTheOthersOnly()
    {
        await TrainAsync();
        await TrainAsync();
        await TrainAsync();
        var files = ModelFiles();
        var bytes = await File.ReadAllBytesAsync(files[1]);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(files[1], bytes);
        File.Delete(files[2]);
        await File.WriteAllTextAsync(files[0] + ".0123.tmp", "half a mod");

        await RestartAsync();

        var models = (await Host.Models.ListModelsAsync(new ListModelsRequest())).Models;
        Assert.Equal([1], models.Single().Versions.Select(version => version.Version));
        Assert.Equal(1, (await DownloadAsync("digits", 0)).Version.Version);
        Assert.Equal([files[0], files[1]], Directory.GetFiles(Path.GetDirectoryName(files[0])!).Order());
        Assert.Equal(4, (await TrainAsync()).ModelVersion);
    }

    [Fact]
    public async Task DownloadModel_FileGoneMeanwhile_IsDataLoss()
    {
        await TrainAsync();
        File.Delete(ModelFiles().Single());

        var exception = await Assert.ThrowsAsync<RpcException>(() => DownloadAsync("digits", 1));

        var fault = Fault.Of(exception);
        Assert.Equal((StatusCode.DataLoss, "MODEL_FILE_LOST"), (fault.Code, fault.Reason));
        Assert.DoesNotContain(Volume, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Train_FileOfAnUnknownVersionInTheWay_IsNotOverwritten()
    {
        var stranger = Path.Combine(Directory.CreateDirectory(Path.Combine(Volume, "models", "digits")).FullName, "1.digits");
        await File.WriteAllTextAsync(stranger, "somebody's model");

        var run = await TrainAsync();

        Assert.Equal(2, run.ModelVersion);
        Assert.Equal("somebody's model", await File.ReadAllTextAsync(stranger));
    }

    private static async Task<WatchModelsResponse> NextAsync(IAsyncStreamReader<WatchModelsResponse> stream)
    {
        Assert.True(await stream.MoveNext(CancellationToken.None));
        return stream.Current;
    }

    private string[] ModelFiles() =>
        [.. Directory.GetFiles(Path.Combine(Volume, "models"), "*", SearchOption.AllDirectories).Order()];

    private double AccuracyOf(Committee model)
    {
        var classes = Bands.Classes(Part.Test);
        var right = 0;
        for (var i = 0; i < classes.Count; i++)
        {
            var probabilities = new double[model.ClassCount];
            model.Predict(Bands.Image(Part.Test, i), probabilities);
            right += Array.IndexOf(probabilities, probabilities.Max()) == classes[i] ? 1 : 0;
        }

        return (double)right / classes.Count;
    }

    private async Task<double[]> ProbabilitiesAsync(int version)
    {
        var model = ModelFile.Read(new MemoryStream((await DownloadAsync("digits", version)).Bytes)).Model;
        var probabilities = new double[model.ClassCount];
        model.Predict(Bands.Image(Part.Test, 0), probabilities);
        return probabilities;
    }

    private async Task<(ModelVersion Version, byte[] Bytes)> DownloadAsync(string model, int version)
    {
        using var call = Host.Models.DownloadModel(new DownloadModelRequest { Model = model, Version = version });
        using var bytes = new MemoryStream();
        ModelVersion? described = null;
        await foreach (var piece in call.ResponseStream.ReadAllAsync())
        {
            described ??= piece.ModelVersion;
            piece.Data.WriteTo(bytes);
        }

        return (described!, bytes.ToArray());
    }
}
