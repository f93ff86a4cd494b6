//! AdamW (Loshchilov & Hutter 2019) with f32 master weights under a network of any kind.

use tch::{Kind, Tensor};

use super::TrainError;

const BETA1: f64 = 0.9;
const BETA2: f64 = 0.999;
const EPSILON: f64 = 1e-8;

/// One trained variable and what the optimiser remembers of it.
pub struct Param {
    /// Its name in the network.
    pub name: String,
    /// The network's own tensor, which the passes use.
    pub weight: Tensor,
    /// The weight in f32.
    pub master: Tensor,
    /// Running mean of its gradient.
    pub mean: Tensor,
    /// Running mean of its gradient's square.
    pub square: Tensor,
    decay: bool,
}

impl Param {
    /// Starts from the weight as it is.
    pub fn new(name: String, weight: Tensor) -> Self {
        let master = weight.detach().to_kind(Kind::Float).copy();
        Self {
            decay: weight.dim() > 1,
            mean: master.zeros_like(),
            square: master.zeros_like(),
            name,
            weight,
            master,
        }
    }

    /// Sets the network's tensor to the master weight.
    pub fn publish(&mut self) {
        tch::no_grad(|| self.weight.copy_(&self.master));
    }
}

/// The rate at a step: rises linearly over the warm-up, then falls linearly to 0.
pub fn rate(step: usize, steps: usize, warmup: f64, highest: f64) -> f64 {
    let rising = (warmup * steps as f64).max(1.0);
    let step = step as f64;
    if step < rising {
        highest * step / rising
    } else {
        highest * (steps as f64 - step) / (steps as f64 - rising).max(1.0)
    }
}

/// One update of all parameters from their gradients, which are cleared. `step` counts from 1.
///
/// # Errors
/// When a gradient is not a number.
pub fn update(
    params: &mut [Param],
    step: usize,
    rate: f64,
    weight_decay: f64,
    clip_norm: f64,
) -> Result<(), TrainError> {
    tch::no_grad(|| {
        let gradients: Vec<Tensor> = params
            .iter()
            .map(|p| p.weight.grad().to_kind(Kind::Float))
            .collect();
        let squares: Vec<Tensor> = gradients
            .iter()
            .map(|g| g.square().sum(Kind::Float))
            .collect();
        let norm = Tensor::stack(&squares, 0)
            .sum(Kind::Double)
            .double_value(&[])
            .sqrt();
        if !norm.is_finite() {
            return Err(TrainError::Engine(format!(
                "the gradient of step {step} is not finite; lower the learning rate"
            )));
        }
        let scale = (clip_norm / (norm + 1e-6)).min(1.0);
        let step_size = rate / (1.0 - BETA1.powi(step as i32));
        let correction = (1.0 - BETA2.powi(step as i32)).sqrt();
        for (param, gradient) in params.iter_mut().zip(gradients) {
            let gradient = gradient * scale;
            let _ = param.mean.lerp_(&gradient, 1.0 - BETA1);
            let _ = param.square.lerp_(&gradient.square(), 1.0 - BETA2);
            let mut denominator = param.square.sqrt();
            let _ = denominator.g_div_scalar_(correction).g_add_scalar_(EPSILON);
            if param.decay {
                let _ = param.master.g_mul_scalar_(1.0 - rate * weight_decay);
            }
            param.master -= param.mean.divide(&denominator) * step_size;
            param.publish();
            param.weight.zero_grad();
        }
        Ok(())
    })
}
