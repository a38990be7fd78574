using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Digits.Imaging;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Errors;
using Digits.Tests;
using Google.Protobuf;
using Grpc.Core;
using static Digits.OpenInference.V2.GRPCInferenceService;
using static Digits.OpenInference.V2.ModelInferRequest.Types;

namespace Digits.Inference.Tests.OpenInference;

public sealed class OpenInferenceTests : IAsyncLifetime
{
    private static readonly TestModel First = new();
    private static readonly TestModel Second = new(version: 2);
    private static readonly TestModel Kana = new("かな", version: 4, labels: ["め", "ぬ", "あ"], height: 20, width: 16);
    private static readonly byte[] Stroke = TestImages.Stroke().Pixels.ToArray();

    private TrainingServer _training = null!;
    private InferenceServer _server = null!;
    private GRPCInferenceServiceClient _client = null!;

    public static TheoryData<string, string, ModelInferRequest> BadRequests => new()
    {
        { "INPUT_MISSING", "has no input tensor", new ModelInferRequest { ModelName = "digits" } },
        { "INPUT_UNEXPECTED", "has 2 input tensors", With(request => request.Inputs.Add(request.Inputs[0].Clone())) },
        { "INPUT_UNKNOWN", "has no input \"picture\"; it takes \"image\"", With(request => request.Inputs[0].Name = "picture") },
        { "DATATYPE_UNSUPPORTED", "is \"INT32\"; it must be UINT8", With(request => request.Inputs[0].Datatype = "INT32") },
        { "SHAPE_WRONG", "[1, 28, 28]; it must be [n, 28, 28, 1] or [n, 784]", WithShape(1, 28, 28) },
        { "SHAPE_WRONG", "[0, 784]", WithShape(0, 784) },
        { "SHAPE_WRONG", "[-1, 784]", WithShape(-1, 784) },
        { "SHAPE_WRONG", "[]", WithShape() },
        { "SHAPE_WRONG", "[1, 1, 1, 1, 1, 1, 1, 1, …]", WithShape(1, 1, 1, 1, 1, 1, 1, 1, 1) },
        { "TOO_MANY_IMAGES", "9223372036854775807 images are in one call; 1024 may be", WithShape(long.MaxValue, 784) },
        { "TOO_MANY_IMAGES", "10000 images are in one call; 1024 may be", Raw("UINT8", new byte[7_840_000], 10_000, 784) },
        { "ELEMENT_COUNT_WRONG", "has 784 elements; its shape [2, 784] needs 1568", WithShape(2, 784) },
        { "BYTE_COUNT_WRONG", "has 783 bytes; UINT8 of shape [1, 784] needs 784", Raw("UINT8", new byte[783], 1, 784) },
        { "BYTE_COUNT_WRONG", "has 785 bytes", Raw("UINT8", new byte[785], 1, 784) },
        { "BYTE_COUNT_WRONG", "has 784 bytes; FP32 of shape [1, 784] needs 3136", Raw("FP32", new byte[784], 1, 784) },
        { "VALUE_INVALID", "Element 3 of \"image\" is NaN", Floats(float.NaN) },
        { "VALUE_INVALID", "Element 3 of \"image\" is Infinity", Floats(float.PositiveInfinity) },
        { "VALUE_INVALID", "Element 3 of \"image\" is 255; FP32 is from 0 (paper) to 1 (ink)", Floats(255) },
        { "VALUE_INVALID", "Element 0 of \"image\" is 256", With(request => request.Inputs[0].Contents.UintContents[0] = 256) },
        { "CONTENTS_AND_RAW", "both raw_input_contents and contents", With(request => request.RawInputContents.Add(ByteString.CopyFrom(Stroke))) },
        { "RAW_COUNT_WRONG", "has 2 entries for 1", With(request =>
        {
            request.Inputs[0].Contents = null;
            request.RawInputContents.Add([ByteString.CopyFrom(Stroke), ByteString.Empty]);
        }) },
        { "CONTENTS_WRONG", "UINT8 belongs in uint_contents", With(request => request.Inputs[0].Contents = new InferTensorContents { IntContents = { 1, 2 } }) },
        { "IMAGE_INVALID", "is empty", Raw("BYTES", new byte[4], 1) },
        { "BYTE_COUNT_WRONG", "Element 0 of \"image\" should have 9 bytes and only 0 are left", Raw("BYTES", [9, 0, 0, 0], 1) },
        { "BYTE_COUNT_WRONG", "Element 0 of \"image\" should have 4294967295 bytes", Raw("BYTES", [255, 255, 255, 255, 1], 1) },
        { "BYTE_COUNT_WRONG", "has only 2 of the four bytes of its length", Raw("BYTES", [9, 0], 1) },
        { "ELEMENT_COUNT_WRONG", "has 0 elements; its shape [2] needs 2", Raw("BYTES", [], 2) },
        { "IMAGE_TOO_LARGE", "100000x100000", Pictures(TestPng.File(TestPng.Header(100_000, 100_000, 8, 6))) },
        { "IMAGE_BLANK", "Picture 1 is blank", Pictures(PngEncoder.Encode(TestImages.Stroke()), "P1 2 2 0000"u8.ToArray()) },
        { "OUTPUT_UNKNOWN", "has no output \"classes\"; it gives \"probabilities\" and \"label\"", With(request => request.Outputs.Add(new InferRequestedOutputTensor { Name = "classes" })) },
        { "OUTPUT_REPEATED", "\"label\" is asked for twice", With(request => request.Outputs.Add(
            [new InferRequestedOutputTensor { Name = "label" }, new InferRequestedOutputTensor { Name = "label" }])) },
        { "PARAMETER_WRONG", "\"classification\" must be a whole number", Classified("probabilities", new InferParameter { StringParam = "3" }) },
        { "PARAMETER_WRONG", "at least 1", Classified("probabilities", new InferParameter { Int64Param = 0 }) },
        { "PARAMETER_WRONG", "belongs to the output \"probabilities\"", Classified("label", new InferParameter { Int64Param = 3 }) },
        { "INVALID_MODEL_VERSION", "\"newest\" is no version", With(request => request.ModelVersion = "newest") },
        { "INVALID_MODEL_VERSION", "\"-1\" is no version", With(request => request.ModelVersion = "-1") },
        { "INVALID_MODEL_NAME", "at most 64", With(request => request.ModelName = new string('m', 70)) },
    };

    public async Task InitializeAsync()
    {
        var training = new TrainingDouble();
        training.Put(First);
        training.Put(Second);
        training.Put(Kana);
        _training = await TrainingServer.StartAsync(training);
        _server = await InferenceServer.StartWithAsync(_training, models: 3);
        _client = new GRPCInferenceServiceClient(_server.Channel);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _training.DisposeAsync();
    }

    [Fact]
    public async Task ServerAndModels_WhenLoaded_AreLiveReadyAndDescribed()
    {
        Assert.True((await _client.ServerLiveAsync(new ServerLiveRequest())).Live);
        Assert.True((await _client.ServerReadyAsync(new ServerReadyRequest())).Ready);
        Assert.True((await _client.ModelReadyAsync(new ModelReadyRequest { Name = "digits" })).Ready);
        Assert.True((await _client.ModelReadyAsync(new ModelReadyRequest { Name = "digits", Version = "1" })).Ready);

        var server = await _client.ServerMetadataAsync(new ServerMetadataRequest());
        Assert.Equal("digits", server.Name);
        Assert.Equal(["statistics", "model_repository", "binary_tensor_data", "classification"], server.Extensions);

        var model = await _client.ModelMetadataAsync(new ModelMetadataRequest { Name = "かな" });
        Assert.Equal((Kana.Name, "4"), (model.Name, Assert.Single(model.Versions)));
        var input = Assert.Single(model.Inputs);
        Assert.Equal(("image", "UINT8"), (input.Name, input.Datatype));
        Assert.Equal([-1, 20, 16, 1], input.Shape);
        Assert.Equal(["probabilities FP32 -1,3", "label BYTES -1"], model.Outputs.Select(output => $"{output.Name} {output.Datatype} {string.Join(',', output.Shape)}"));
        Assert.Equal(["1", "2"], (await _client.ModelMetadataAsync(new ModelMetadataRequest { Name = "digits" })).Versions);
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    public async Task ModelInfer_AnyVersion_AnswersWithThatOne(string version, int expected)
    {
        var answer = await _client.ModelInferAsync(With(request => (request.ModelVersion, request.Id) = (version, "42")));

        var model = expected == 1 ? First : Second;
        var probabilities = model.Read(TestImages.Seen());
        Assert.Equal(("digits", $"{expected}", "42"), (answer.ModelName, answer.ModelVersion, answer.Id));
        Assert.Equal([1, 10], answer.Outputs[0].Shape);
        Assert.Equal(probabilities.Select(value => (float)value), answer.Outputs[0].Contents.Fp32Contents);
        Assert.Equal(model.Labels[Array.IndexOf(probabilities, probabilities.Max())], Assert.Single(answer.Outputs[1].Contents.BytesContents).ToStringUtf8());
        Assert.Empty(answer.RawOutputContents);
    }

    [Fact]
    public async Task ModelInfer_SameImageInEveryForm_AnswersTheSame()
    {
        var floats = Stroke.Select(pixel => pixel / 255f).ToArray();
        var expected = (await _client.ModelInferAsync(With(_ => { }))).Outputs[0].Contents.Fp32Contents;
        var typed = new[]
        {
            With(request => request.Inputs[0].Shape.Clear(), 1, 28, 28, 1),
            Typed("FP32", new InferTensorContents { Fp32Contents = { floats } }, 1, 784),
            Typed("BYTES", new InferTensorContents { BytesContents = { ByteString.CopyFrom(PngEncoder.Encode(TestImages.Stroke())) } }, 1),
            Typed("BYTES", new InferTensorContents { BytesContents = { ByteString.CopyFrom(PngEncoder.Encode(TestImages.Stroke())) } }, 1, 1),
        };
        foreach (var request in typed)
        {
            Assert.Equal(expected, (await _client.ModelInferAsync(request)).Outputs[0].Contents.Fp32Contents);
        }

        var bytes = new byte[floats.Length * sizeof(float)];
        Buffer.BlockCopy(floats, 0, bytes, 0, bytes.Length);
        var raw = new[] { Raw("UINT8", Stroke, 1, 784), Raw("FP32", bytes, 1, 28, 28, 1), Pictures(PngEncoder.Encode(TestImages.Stroke())) };
        foreach (var request in raw)
        {
            var answer = await _client.ModelInferAsync(request);
            Assert.Equal(expected, FloatsOf(answer.RawOutputContents[0]));
            Assert.Equal(2, answer.RawOutputContents.Count);
            Assert.All(answer.Outputs, output => Assert.Null(output.Contents));
            Assert.Equal(1 + sizeof(int), answer.RawOutputContents[1].Length);
        }
    }

    [Fact]
    public async Task ModelInfer_ManyImages_AnswersEachAsIfItWereAlone()
    {
        const int Count = 40;
        var random = new Random(1);
        var pixels = new byte[Count * 784];
        random.NextBytes(pixels);

        var together = await _client.ModelInferAsync(Raw("UINT8", pixels, Count, 784));

        Assert.Equal([Count, 10], together.Outputs[0].Shape);
        Assert.Equal([Count], together.Outputs[1].Shape);
        var all = FloatsOf(together.RawOutputContents[0]);
        for (var i = 0; i < Count; i++)
        {
            var alone = await _client.ModelInferAsync(Raw("UINT8", pixels[(i * 784)..((i + 1) * 784)], 1, 784));
            Assert.Equal(FloatsOf(alone.RawOutputContents[0]), all[(i * 10)..((i + 1) * 10)]);
        }
    }

    [Fact]
    public async Task ModelInfer_Classification_NamesTheMostProbableClassesFirst()
    {
        var request = new ModelInferRequest
        {
            ModelName = Kana.Name,
            Inputs = { new InferInputTensor { Name = "image", Datatype = "UINT8", Shape = { 1, 20, 16, 1 } } },
            RawInputContents = { ByteString.CopyFrom(Enumerable.Range(0, 320).Select(i => (byte)(i % 16 == 8 ? 255 : 0)).ToArray()) },
            Outputs = { new InferRequestedOutputTensor { Name = "probabilities", Parameters = { ["classification"] = new InferParameter { Int64Param = 99 } } } },
        };

        var answer = await _client.ModelInferAsync(request);

        var output = Assert.Single(answer.Outputs);
        Assert.Equal("BYTES 1,3", $"{output.Datatype} {string.Join(',', output.Shape)}");
        var classes = TextsOf(answer.RawOutputContents[0]).Select(text => text.Split(':')).ToList();
        Assert.Equal(classes.Select(parts => double.Parse(parts[0], CultureInfo.InvariantCulture)).OrderDescending(), classes.Select(parts => double.Parse(parts[0], CultureInfo.InvariantCulture)));
        Assert.All(classes, parts => Assert.Equal(Kana.Labels[int.Parse(parts[1], CultureInfo.InvariantCulture)], parts[2]));
        Assert.Equal(3, classes.Count);
    }

    [Theory]
    [MemberData(nameof(BadRequests))]
    public async Task ModelInfer_BadRequest_SaysWhatIsWrongAndHarmsNobody(string reason, string text, ModelInferRequest request)
    {
        var exception = await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelInferAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, reason), (exception.StatusCode, RpcErrors.Reason(exception)));
        Assert.Contains(text, exception.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("2", (await _client.ModelInferAsync(With(_ => { }))).ModelVersion);
    }

    [Fact]
    public async Task ModelInfer_ArbitraryTensors_AreAnsweredOrRefusedAndNeverFail()
    {
        const int Rounds = 600;
        var random = new Random(1);
        string[] types = ["UINT8", "FP32", "BYTES", "FP64", ""];
        long[] sides = [1, 2, 28, 784, 0, -1, long.MaxValue, long.MinValue];
        int[] lengths = [0, 1, 3, 4, 784, 3136, 1568];
        var answered = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var bytes = new byte[lengths[random.Next(lengths.Length)]];
            if (random.Next(2) == 0)
            {
                random.NextBytes(bytes);
            }

            var request = Raw(types[random.Next(types.Length)], bytes, random.Next(2) == 0 ? [1, 784] : [.. Enumerable.Range(0, random.Next(6)).Select(_ => sides[random.Next(sides.Length)])]);
            if (random.Next(4) == 0)
            {
                request.Inputs[0].Contents = new InferTensorContents { UintContents = { bytes.Select(value => (uint)value) } };
                request.RawInputContents.Clear();
            }

            try
            {
                await _client.ModelInferAsync(request);
                answered++;
            }
            catch (RpcException exception)
            {
                Assert.True(exception.StatusCode == StatusCode.InvalidArgument, $"{exception.Status} to {request}");
            }
        }

        Assert.InRange(answered, 1, Rounds - 1);
        Assert.Empty(_server.Logs.Errors);
    }

    [Fact]
    public async Task ModelInfer_UnknownModelOrVersion_IsNotFound()
    {
        var model = await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelInferAsync(With(request => request.ModelName = "letters")));
        var version = await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelInferAsync(With(request => request.ModelVersion = "7")));
        var ready = await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelReadyAsync(new ModelReadyRequest { Name = "letters" }));

        Assert.Equal((StatusCode.NotFound, "MODEL_NOT_FOUND"), (model.StatusCode, RpcErrors.Reason(model)));
        Assert.Equal((StatusCode.NotFound, "VERSION_NOT_FOUND"), (version.StatusCode, RpcErrors.Reason(version)));
        Assert.Equal("Model \"digits\" has no version 7; loaded are 2, 1.", version.Status.Detail);
        Assert.Equal(StatusCode.NotFound, ready.StatusCode);
    }

    [Fact]
    public async Task ModelStreamInfer_GoodAndBadRequests_AreAnsweredInOrder()
    {
        using var call = _client.ModelStreamInfer();
        const int Count = 60;
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Count; i++)
            {
                await call.RequestStream.WriteAsync(With(request =>
                {
                    request.Id = $"{i}";
                    request.ModelName = i % 5 == 3 ? "letters" : "digits";
                }));
            }

            await call.RequestStream.CompleteAsync();
        });

        var answers = new List<ModelStreamInferResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
        {
            answers.Add(answer);
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, Count).Select(i => $"{i}"), answers.Select(answer => answer.InferResponse.Id));
        Assert.Equal(Enumerable.Range(0, Count).Select(i => i % 5 == 3), answers.Select(answer => answer.ErrorMessage.StartsWith("There is no model", StringComparison.Ordinal)));
        Assert.Equal(Count * 4 / 5, answers.Count(answer => answer.InferResponse.Outputs.Count == 2));
    }

    [Fact]
    public async Task ModelStreamInfer_ServerStops_AnswersWhatItHasReadAndEnds()
    {
        using var call = _client.ModelStreamInfer();
        await call.RequestStream.WriteAsync(With(request => request.Id = "1"));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("1", call.ResponseStream.Current.InferResponse.Id);

        var stop = _server.StopAsync();
        var end = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None)).WaitAsync(TimeSpan.FromSeconds(7));

        Assert.Equal((StatusCode.Unavailable, "SERVER_STOPPING"), (end.StatusCode, RpcErrors.Reason(end)));
        await stop.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task ModelStreamInfer_CallerVanishes_LeavesNothingUnderWay()
    {
        using (var call = _client.ModelStreamInfer())
        {
            for (var i = 0; i < 20; i++)
            {
                await call.RequestStream.WriteAsync(With(request => request.Id = "1"));
            }
        }

        // The next caller finds everything as it was, and the statistics no call that is still under way.
        Assert.Equal("2", (await _client.ModelInferAsync(With(_ => { }))).ModelVersion);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_server.Statistics.All.Any(version => version.Pending > 0))
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task ModelStatistics_AfterCalls_CountsThem()
    {
        await _client.ModelInferAsync(Raw("UINT8", [.. Stroke, .. Stroke, .. Stroke], 3, 784));
        await _client.ModelInferAsync(With(_ => { }));
        await Assert.ThrowsAsync<RpcException>(async () => await _client.ModelInferAsync(new ModelInferRequest { ModelName = "digits" }));

        var answer = await _client.ModelStatisticsAsync(new ModelStatisticsRequest { Name = "digits", Version = "2" });

        var digits = Assert.Single(answer.ModelStats);
        Assert.Equal(("digits", "2", 4ul, 2ul), (digits.Name, digits.Version, digits.InferenceCount, digits.ExecutionCount));
        Assert.Equal((2ul, 1ul), (digits.InferenceStats.Success.Count, digits.InferenceStats.Fail.Count));
        Assert.InRange(digits.InferenceStats.Success.Ns, digits.InferenceStats.ComputeInfer.Ns + digits.InferenceStats.ComputeInput.Ns, ulong.MaxValue);
        Assert.InRange(digits.InferenceStats.ComputeInfer.Ns, 1ul, ulong.MaxValue);
        Assert.Equal([(1ul, 1ul), (3ul, 1ul)], digits.BatchStats.Select(batch => (batch.BatchSize, batch.ComputeInfer.Count)));
        Assert.InRange(digits.LastInference, 1ul, ulong.MaxValue);
        Assert.Equal(["digits 1", "digits 2", "かな 4"], (await _client.ModelStatisticsAsync(new ModelStatisticsRequest())).ModelStats.Select(model => $"{model.Name} {model.Version}"));
    }

    private static float[] FloatsOf(ByteString raw) =>
        [.. Enumerable.Range(0, raw.Length / sizeof(float)).Select(i => BinaryPrimitives.ReadSingleLittleEndian(raw.Span[(i * sizeof(float))..]))];

    private static List<string> TextsOf(ByteString raw)
    {
        var texts = new List<string>();
        for (var rest = raw.Span; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            texts.Add(Encoding.UTF8.GetString(rest.Slice(sizeof(int), length)));
            rest = rest[(sizeof(int) + length)..];
        }

        return texts;
    }

    private static ModelInferRequest With(Action<ModelInferRequest> change, params long[] shape)
    {
        var request = Typed("UINT8", new InferTensorContents { UintContents = { Stroke.Select(pixel => (uint)pixel) } }, 1, 784);
        change(request);
        request.Inputs[0].Shape.Add(shape);
        return request;
    }

    private static ModelInferRequest WithShape(params long[] shape) => With(request => request.Inputs[0].Shape.Clear(), shape);

    private static ModelInferRequest Typed(string datatype, InferTensorContents contents, params long[] shape) => new()
    {
        ModelName = "digits",
        Inputs = { new InferInputTensor { Name = "image", Datatype = datatype, Shape = { shape }, Contents = contents } },
    };

    private static ModelInferRequest Raw(string datatype, byte[] bytes, params long[] shape) => new()
    {
        ModelName = "digits",
        Inputs = { new InferInputTensor { Name = "image", Datatype = datatype, Shape = { shape } } },
        RawInputContents = { ByteString.CopyFrom(bytes) },
    };

    private static ModelInferRequest Floats(float third)
    {
        var values = new float[784];
        values[3] = third;
        return Typed("FP32", new InferTensorContents { Fp32Contents = { values } }, 1, 784);
    }

    private static ModelInferRequest Pictures(params byte[][] files)
    {
        var raw = new MemoryStream();
        foreach (var file in files)
        {
            raw.Write(BitConverter.GetBytes(file.Length));
            raw.Write(file);
        }

        return Raw("BYTES", raw.ToArray(), files.Length);
    }

    private static ModelInferRequest Classified(string output, InferParameter parameter) => With(request =>
        request.Outputs.Add(new InferRequestedOutputTensor { Name = output, Parameters = { ["classification"] = parameter } }));
}
