using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Lifetime;
using Digits.Training.V1;
using Digits.Training;

var builder = WebApplication.CreateBuilder(args);
builder.UseDefaultPort(5082);
builder.AddServiceDefaults();
builder.AddGrpcDefaults(TrainingService.Descriptor, ModelService.Descriptor);
builder.AddTraining();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapGrpcDefaults();
app.MapTraining();
return await app.RunToEndAsync();
